package io.headrace.console.view;

import io.headrace.schemas.ConsoleSnapshot;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.EvaluationCurves;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.StepCurves;
import java.util.List;
import java.util.Optional;

/** The downsampled curves of steps and evaluations. Not thread-safe. */
final class LearningCurves {
  private static final int STEPS = 1_000;
  private static final int EVALUATIONS = 500;

  private final DownsampledCurve<StepPoint> steps = new DownsampledCurve<>(STEPS, StepPoint::merge);
  private final DownsampledCurve<EvaluationPoint> evaluations =
      new DownsampledCurve<>(EVALUATIONS, (earlier, later) -> later);
  private final NewestById<String, Boolean> evaluated = new NewestById<>(EVALUATIONS);
  private Optional<StepPoint> lastStep = Optional.empty();

  /** Writes the curves to a snapshot. */
  void save(ConsoleSnapshot.Builder snapshot) {
    snapshot
        .setSteps(savedSteps())
        .setEvaluations(savedEvaluations())
        .setEvaluated(evaluated.idsOldestFirst());
    lastStep.map(StepPoint::save).ifPresent(snapshot::setLastStep);
  }

  private StepCurves savedSteps() {
    DownsampledCurve.State<StepPoint> curve = steps.save();
    StepCurves.Builder saved =
        StepCurves.newBuilder()
            .setStride(curve.stride())
            .setGathered(curve.gathered())
            .setPoints(curve.points().stream().map(StepPoint::save).toList());
    curve.gathering().map(StepPoint::save).ifPresent(saved::setGathering);
    return saved.build();
  }

  private EvaluationCurves savedEvaluations() {
    DownsampledCurve.State<EvaluationPoint> curve = evaluations.save();
    EvaluationCurves.Builder saved =
        EvaluationCurves.newBuilder()
            .setStride(curve.stride())
            .setGathered(curve.gathered())
            .setPoints(curve.points().stream().map(EvaluationPoint::save).toList());
    curve.gathering().map(EvaluationPoint::save).ifPresent(saved::setGathering);
    return saved.build();
  }

  /** Restores the curves of a snapshot. */
  void restore(ConsoleSnapshot snapshot) {
    StepCurves savedSteps = snapshot.getSteps();
    steps.restore(
        new DownsampledCurve.State<>(
            savedSteps.getStride(),
            savedSteps.getGathered(),
            Optional.ofNullable(savedSteps.getGathering()).map(StepPoint::restored),
            savedSteps.getPoints().stream().map(StepPoint::restored).toList()));
    EvaluationCurves savedEvaluations = snapshot.getEvaluations();
    evaluations.restore(
        new DownsampledCurve.State<>(
            savedEvaluations.getStride(),
            savedEvaluations.getGathered(),
            Optional.ofNullable(savedEvaluations.getGathering()).map(EvaluationPoint::restored),
            savedEvaluations.getPoints().stream().map(EvaluationPoint::restored).toList()));
    snapshot.getEvaluated().forEach(id -> evaluated.put(id, true));
    lastStep = Optional.ofNullable(snapshot.getLastStep()).map(StepPoint::restored);
  }

  /**
   * Adds a step.
   *
   * @param rewards percentiles of its groups' mean rewards
   */
  StepPoint add(StepCompleted event, PercentileBand rewards) {
    StepPoint point = StepPoint.of(event, rewards);
    steps.add(point);
    lastStep = Optional.of(point);
    return point;
  }

  /**
   * Adds an evaluation; empty when it was added before.
   *
   * @param step the step that made its weights; empty when unknown
   */
  Optional<EvaluationPoint> add(EvaluationCompleted event, Optional<Long> step) {
    if (evaluated.contains(event.getEvaluation())) {
      return Optional.empty();
    }
    evaluated.put(event.getEvaluation(), true);
    long newest = lastStep.map(StepPoint::step).orElse(0L);
    EvaluationPoint point = EvaluationPoint.of(event, step.orElse(newest));
    evaluations.add(point);
    return Optional.of(point);
  }

  Optional<StepPoint> lastStep() {
    return lastStep;
  }

  Optional<EvaluationPoint> lastEvaluation() {
    return evaluations.last();
  }

  List<StepPoint> steps() {
    return steps.points();
  }

  List<EvaluationPoint> evaluations() {
    return evaluations.points();
  }
}
