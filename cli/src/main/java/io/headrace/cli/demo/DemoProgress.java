package io.headrace.cli.demo;

import io.headrace.pipeline.group.HeldOutAccuracy;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
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
 * Where a run stands, folded from its events: the same events always give the same progress.
 *
 * @param change how the run came into its phase, empty before it has begun
 * @param sftSteps SFT steps done
 * @param rlSteps RL steps done
 * @param loss the loss of the last step, empty before the first
 * @param reward the mean reward of the last RL step
 * @param staleness the mean staleness of the last RL step, empty before the first
 * @param trainedFrom the weights version from which policy optimization began
 * @param evaluations the newest evaluation of each of the newest weights versions, and of those
 *     that the run's phases name
 * @param instances what the service instances said last
 */
public record DemoProgress(
    Optional<PhaseChanged> change,
    long sftSteps,
    long rlSteps,
    Optional<Double> loss,
    Optional<Double> reward,
    Optional<Double> staleness,
    OptionalLong trainedFrom,
    NavigableMap<Long, EvaluationCompleted> evaluations,
    LatestHeartbeats instances) {

  /** Evaluations of so many of the newest versions are kept. */
  static final int EVALUATIONS = 64;

  public DemoProgress {
    evaluations = Collections.unmodifiableNavigableMap(new TreeMap<>(evaluations));
  }

  /** Before any event. */
  public static DemoProgress none() {
    return new DemoProgress(
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        new TreeMap<>(),
        LatestHeartbeats.none());
  }

  /** Where the curriculum's snapshot says that the run stood. */
  public static DemoProgress of(CurriculumSnapshot snapshot) {
    ProgressState state = snapshot.getProgress();
    NavigableMap<Long, EvaluationCompleted> known = new TreeMap<>();
    snapshot.getEvaluations().forEach(each -> known.put(each.getWeightsVersion(), each));
    DemoProgress before = none();
    return state == null
        ? before
        : new DemoProgress(
            Optional.ofNullable(state.getPhase()),
            state.getColdStartSteps(),
            state.getTrainingSteps(),
            before.loss,
            before.reward,
            before.staleness,
            trainedFrom(state),
            known,
            before.instances);
  }

  private static OptionalLong trainedFrom(ProgressState state) {
    PhaseChanged newest = state.getPhase();
    return newest == null || newest.getPhase() == Phase.COLD_START
        ? OptionalLong.empty()
        : OptionalLong.of(state.getTrainingFrom());
  }

  /** The progress after one more event of the run; events of other kinds change nothing. */
  public DemoProgress apply(SpecificRecord event) {
    return switch (event) {
      case RunStarted _ when isOver() -> startedAgain();
      case PhaseChanged changed -> phase(changed);
      case StepCompleted step -> step(step);
      case EvaluationCompleted evaluation -> evaluated(evaluation);
      case Heartbeat beat -> heard(beat);
      default -> this;
    };
  }

  /**
   * Whether the run is over and the evaluation it ended with was seen: the two stand on different
   * topics, and either may come first.
   */
  public boolean finished() {
    return isOver() && deciding().isPresent();
  }

  /** Whether the run is over and the accuracy of its last weights is known. */
  public boolean measured() {
    return finished() && deciding().filter(HeldOutAccuracy::isConclusive).isPresent();
  }

  /** The phase, empty before the run has begun. */
  public Optional<Phase> phase() {
    return change.map(PhaseChanged::getPhase);
  }

  /** Why the run is in its phase. */
  public String reason() {
    return change.map(PhaseChanged::getReason).orElse("");
  }

  /** The evaluation that the newest change of phase was decided by, once it was seen. */
  private Optional<EvaluationCompleted> deciding() {
    return change.flatMap(
        changed ->
            Optional.ofNullable(evaluations.get(changed.getWeightsVersion()))
                .filter(seen -> isNamed(changed, seen)));
  }

  /** Earlier versions did not name the evaluation. */
  private static boolean isNamed(PhaseChanged changed, EvaluationCompleted seen) {
    return changed.getEvaluation().isEmpty()
        || changed.getEvaluation().equals(seen.getEvaluation());
  }

  /** The evaluation of the weights from which policy optimization began. */
  public Optional<EvaluationCompleted> coldStart() {
    return trainedFrom.stream().mapToObj(evaluations::get).filter(Objects::nonNull).findFirst();
  }

  /** The evaluation of the newest weights that have one. */
  public Optional<EvaluationCompleted> latest() {
    return Optional.ofNullable(evaluations.lastEntry()).map(Map.Entry::getValue);
  }

  /** Tokens all workers sample in a second; empty while none has said. */
  public Optional<Double> totalTokensPerSecond() {
    return instances.tokensPerSecond();
  }

  /** What services say is wrong, by service and instance. */
  public SortedMap<String, String> problems() {
    return instances.problems();
  }

  private boolean isOver() {
    return phase().filter(Phase.FINISHED::equals).isPresent();
  }

  /** The curriculum answers a new start of a finished run with a phase. */
  private DemoProgress startedAgain() {
    return new DemoProgress(
        Optional.empty(),
        sftSteps,
        rlSteps,
        loss,
        reward,
        staleness,
        trainedFrom,
        evaluations,
        instances);
  }

  private DemoProgress phase(PhaseChanged changed) {
    OptionalLong from =
        changed.getPhase() == Phase.TRAINING
            ? OptionalLong.of(changed.getWeightsVersion())
            : trainedFrom;
    return new DemoProgress(
        Optional.of(changed),
        sftSteps,
        rlSteps,
        loss,
        reward,
        staleness,
        from,
        evaluations,
        instances);
  }

  private DemoProgress step(StepCompleted step) {
    boolean sft = step.getStage() == Stage.SFT;
    return metrics(step, sftSteps + (sft ? 1 : 0), rlSteps + (sft ? 0 : 1));
  }

  /** The progress with the values of a step that is counted already. */
  DemoProgress show(StepCompleted step) {
    return metrics(step, sftSteps, rlSteps);
  }

  private DemoProgress metrics(StepCompleted step, long sftCount, long rlCount) {
    boolean sft = step.getStage() == Stage.SFT;
    return new DemoProgress(
        change,
        sftCount,
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
    forgetOld(measured);
    return new DemoProgress(
        change, sftSteps, rlSteps, loss, reward, staleness, trainedFrom, measured, instances);
  }

  /** The version to forget is the oldest that no phase names. */
  private void forgetOld(NavigableMap<Long, EvaluationCompleted> measured) {
    if (measured.size() > EVALUATIONS + 2) {
      measured.keySet().stream()
          .filter(version -> !isNamed(version))
          .findFirst()
          .ifPresent(measured::remove);
    }
  }

  private boolean isNamed(long version) {
    return (trainedFrom.isPresent() && trainedFrom.getAsLong() == version)
        || change.filter(newest -> newest.getWeightsVersion() == version).isPresent();
  }

  private DemoProgress heard(Heartbeat beat) {
    return new DemoProgress(
        change,
        sftSteps,
        rlSteps,
        loss,
        reward,
        staleness,
        trainedFrom,
        evaluations,
        instances.hear(beat));
  }
}
