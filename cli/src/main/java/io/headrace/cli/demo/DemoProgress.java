package io.headrace.cli.demo;

import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.group.HeldOutAccuracy;
import io.headrace.pipeline.plan.RunPosition;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.ProgressState;
import io.headrace.schemas.RunStarted;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * The progress of a run, folded from its events: the same events always give the same progress.
 *
 * @param position the run's stage or end state, empty before the first
 * @param stageSteps steps done by stage id
 * @param rlSteps RL steps done
 * @param loss the loss of the last step, empty before the first
 * @param reward the mean reward of the last RL step
 * @param staleness the mean staleness of the last RL step, empty before the first
 * @param trainedFrom the weights version from which policy optimization began
 * @param evaluations the newest evaluation of each of the newest weights versions, and of those
 *     that the run's stages name
 * @param instances the last heartbeats of the service instances
 */
public record DemoProgress(
    Optional<RunPosition> position,
    SortedMap<String, Long> stageSteps,
    long rlSteps,
    Optional<Double> loss,
    Optional<Double> reward,
    Optional<Double> staleness,
    OptionalLong trainedFrom,
    NavigableMap<Long, EvaluationCompleted> evaluations,
    LatestHeartbeats instances) {

  /** Number of newest versions whose evaluations are kept. */
  static final int EVALUATIONS = 64;

  public DemoProgress {
    stageSteps = Collections.unmodifiableSortedMap(new TreeMap<>(stageSteps));
    evaluations = Collections.unmodifiableNavigableMap(new TreeMap<>(evaluations));
  }

  /** Before any event. */
  public static DemoProgress none() {
    return new DemoProgress(
        Optional.empty(),
        new TreeMap<>(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        new TreeMap<>(),
        LatestHeartbeats.none());
  }

  /** The progress in a snapshot of the curriculum. */
  public static DemoProgress of(CurriculumSnapshot snapshot) {
    ProgressState state = snapshot.getProgress();
    NavigableMap<Long, EvaluationCompleted> known = new TreeMap<>();
    snapshot.getEvaluations().forEach(each -> known.put(each.getWeightsVersion(), each));
    DemoProgress before = none();
    return state == null
        ? before
        : new DemoProgress(
            RunPosition.restored(state.getStage(), state.getPhase()),
            stageSteps(state),
            state.getTrainingSteps(),
            before.loss,
            before.reward,
            before.staleness,
            trainedFrom(state),
            known,
            before.instances);
  }

  private static SortedMap<String, Long> stageSteps(ProgressState state) {
    SortedMap<String, Long> steps = new TreeMap<>();
    state.getStages().forEach(stage -> steps.put(stage.getStage(), stage.getSteps()));
    if (steps.isEmpty()) { // written by an earlier version
      steps.put(StageKind.SFT.defaultStageId(), state.getColdStartSteps());
      steps.put(StageKind.RL.defaultStageId(), state.getTrainingSteps());
      steps.values().removeIf(count -> count == 0);
    }
    return steps;
  }

  private static OptionalLong trainedFrom(ProgressState state) {
    boolean isTrained =
        state.getTrainingSteps() > 0
            || RunPosition.restored(state.getStage(), state.getPhase())
                .filter(position -> position.isIn(StageKind.RL) || position.isOver())
                .isPresent();
    return isTrained ? OptionalLong.of(state.getTrainingFrom()) : OptionalLong.empty();
  }

  /** The progress after one more event of the run; events of other kinds change nothing. */
  public DemoProgress apply(SpecificRecord event) {
    return switch (event) {
      case RunStarted _ when isOver() -> startedAgain();
      case StepCompleted step -> step(step);
      case EvaluationCompleted evaluation -> evaluated(evaluation);
      case Heartbeat beat -> withHeartbeat(beat);
      default -> RunPosition.of(event).map(this::moved).orElse(this);
    };
  }

  /**
   * Whether the run is finished and its final evaluation was read. The two events are on different
   * topics, and either may be read first.
   */
  public boolean finished() {
    return isOver() && deciding().isPresent();
  }

  /** Whether the run is finished and the accuracy of its last weights is known. */
  public boolean measured() {
    return finished() && deciding().filter(HeldOutAccuracy::isConclusive).isPresent();
  }

  /** Steps of the current stage; in an end state the RL steps. */
  public long steps() {
    return position
        .flatMap(RunPosition::stage)
        .map(stage -> stageSteps.getOrDefault(stage.stage(), 0L))
        .orElse(rlSteps);
  }

  /** Why the run is in its stage or end state. */
  public String reason() {
    return position.map(RunPosition::reason).orElse("");
  }

  /** The evaluation that led to the newest stage or end state; empty before it was read. */
  private Optional<EvaluationCompleted> deciding() {
    return position.flatMap(
        decided ->
            Optional.ofNullable(evaluations.get(decided.weights().value()))
                .filter(seen -> isNamed(decided, seen)));
  }

  /** Earlier versions did not name the evaluation. */
  private static boolean isNamed(RunPosition decided, EvaluationCompleted seen) {
    return decided.evaluation().isEmpty() || decided.evaluation().equals(seen.getEvaluation());
  }

  /** The evaluation of the weights from which policy optimization began. */
  public Optional<EvaluationCompleted> coldStart() {
    return trainedFrom.stream().mapToObj(evaluations::get).filter(Objects::nonNull).findFirst();
  }

  /** The evaluation of the newest weights that have one. */
  public Optional<EvaluationCompleted> latest() {
    return Optional.ofNullable(evaluations.lastEntry()).map(Map.Entry::getValue);
  }

  /** Tokens that all workers sample per second; empty before the first heartbeat of one. */
  public Optional<Double> totalTokensPerSecond() {
    return instances.tokensPerSecond();
  }

  /** The problems that services report, by service and instance. */
  public SortedMap<String, String> problems() {
    return instances.problems();
  }

  private boolean isOver() {
    return position.filter(RunPosition::isFinished).isPresent();
  }

  /** The curriculum answers a new start of a finished run with a stage or end state. */
  private DemoProgress startedAgain() {
    return new DemoProgress(
        Optional.empty(),
        stageSteps,
        rlSteps,
        loss,
        reward,
        staleness,
        trainedFrom,
        evaluations,
        instances);
  }

  private DemoProgress moved(RunPosition next) {
    OptionalLong from =
        next.isIn(StageKind.RL) ? OptionalLong.of(next.weights().value()) : trainedFrom;
    return new DemoProgress(
        Optional.of(next),
        stageSteps,
        rlSteps,
        loss,
        reward,
        staleness,
        from,
        evaluations,
        instances);
  }

  private DemoProgress step(StepCompleted step) {
    StageKind kind = StageKind.of(step.getStage());
    SortedMap<String, Long> counted = new TreeMap<>(stageSteps);
    counted.merge(
        step.getStageId().isEmpty() ? kind.defaultStageId() : step.getStageId(), 1L, Long::sum);
    return metrics(step, counted, rlSteps + (kind == StageKind.RL ? 1 : 0));
  }

  /** The progress with the values of a step that was counted before. */
  DemoProgress show(StepCompleted step) {
    return metrics(step, stageSteps, rlSteps);
  }

  private DemoProgress metrics(StepCompleted step, SortedMap<String, Long> counted, long rlCount) {
    boolean sft = step.getStage() == Stage.SFT;
    return new DemoProgress(
        position,
        counted,
        rlCount,
        Optional.of(step.getLoss()),
        Optional.ofNullable(step.getMeanReward()),
        sft ? staleness : Optional.of(step.getMeanStaleness()),
        trainedFrom,
        evaluations,
        instances);
  }

  private DemoProgress evaluated(EvaluationCompleted evaluation) {
    NavigableMap<Long, EvaluationCompleted> measured = new TreeMap<>(evaluations);
    measured.put(evaluation.getWeightsVersion(), evaluation);
    removeOldest(measured);
    return new DemoProgress(
        position, stageSteps, rlSteps, loss, reward, staleness, trainedFrom, measured, instances);
  }

  /** Removes the oldest evaluation of a version that neither stage nor end state names. */
  private void removeOldest(NavigableMap<Long, EvaluationCompleted> measured) {
    if (measured.size() > EVALUATIONS + 2) {
      measured.keySet().stream()
          .filter(version -> !isNamed(version))
          .findFirst()
          .ifPresent(measured::remove);
    }
  }

  private boolean isNamed(long version) {
    return (trainedFrom.isPresent() && trainedFrom.getAsLong() == version)
        || position.filter(newest -> newest.weights().value() == version).isPresent();
  }

  private DemoProgress withHeartbeat(Heartbeat beat) {
    return new DemoProgress(
        position,
        stageSteps,
        rlSteps,
        loss,
        reward,
        staleness,
        trainedFrom,
        evaluations,
        instances.with(beat));
  }
}
