package io.headrace.cli.demo;

import io.headrace.schemas.Accuracy;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;

/**
 * Where a run stands, folded from its events: the same events always give the same progress.
 *
 * @param phase the phase, empty before the run has begun
 * @param reason why it is in that phase
 * @param sftSteps SFT steps done
 * @param rlSteps RL steps done
 * @param loss the loss of the last step
 * @param reward the mean reward of the last RL step
 * @param staleness the mean staleness of the last RL step
 * @param trainedFrom the weights version from which policy optimization began
 * @param coldStart the evaluation of that version
 * @param latest the newest evaluation
 * @param tokensPerSecond sampled tokens a second by worker instance
 */
public record Progress(
    Optional<Phase> phase,
    String reason,
    long sftSteps,
    long rlSteps,
    double loss,
    Optional<Double> reward,
    double staleness,
    OptionalLong trainedFrom,
    Optional<EvaluationCompleted> coldStart,
    Optional<EvaluationCompleted> latest,
    Map<String, Double> tokensPerSecond) {

  private static final String RATE = "headrace_rollout_tokens_per_second";

  public Progress {
    tokensPerSecond = Map.copyOf(tokensPerSecond);
  }

  /** Before any event. */
  public static Progress none() {
    return new Progress(
        Optional.empty(),
        "",
        0,
        0,
        0,
        Optional.empty(),
        0,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** The progress after one more event of the run; events of other kinds change nothing. */
  public Progress apply(SpecificRecord event) {
    return switch (event) {
      case PhaseChanged changed -> phase(changed);
      case StepCompleted step -> step(step);
      case EvaluationCompleted evaluation -> evaluated(evaluation);
      case Heartbeat beat when beat.getFigures().containsKey(RATE) -> rate(beat);
      default -> this;
    };
  }

  /** Whether the run is over. */
  public boolean finished() {
    return phase.filter(Phase.FINISHED::equals).isPresent();
  }

  /** Tokens all workers sample in a second. */
  public double totalTokensPerSecond() {
    return tokensPerSecond.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Share of held-out tasks answered right; empty when there is no such figure. */
  public static Optional<Double> share(@org.jspecify.annotations.Nullable Accuracy accuracy) {
    return accuracy == null || accuracy.getRequested() == 0
        ? Optional.empty()
        : Optional.of((double) accuracy.getCorrect() / accuracy.getRequested());
  }

  private Progress phase(PhaseChanged changed) {
    OptionalLong from =
        changed.getPhase() == Phase.TRAINING
            ? OptionalLong.of(changed.getWeightsVersion())
            : trainedFrom;
    return new Progress(
        Optional.of(changed.getPhase()),
        changed.getReason(),
        sftSteps,
        rlSteps,
        loss,
        reward,
        staleness,
        from,
        latest.filter(evaluation -> of(evaluation, from)).or(() -> coldStart),
        latest,
        tokensPerSecond);
  }

  private Progress step(StepCompleted step) {
    boolean sft = step.getStage() == Stage.SFT;
    return new Progress(
        phase,
        reason,
        sftSteps + (sft ? 1 : 0),
        rlSteps + (sft ? 0 : 1),
        step.getLoss(),
        Optional.ofNullable(step.getMeanReward()),
        step.getMeanStaleness(),
        trainedFrom,
        coldStart,
        latest,
        tokensPerSecond);
  }

  private Progress evaluated(EvaluationCompleted evaluation) {
    return new Progress(
        phase,
        reason,
        sftSteps,
        rlSteps,
        loss,
        reward,
        staleness,
        trainedFrom,
        of(evaluation, trainedFrom) ? Optional.of(evaluation) : coldStart,
        Optional.of(evaluation),
        tokensPerSecond);
  }

  private static boolean of(EvaluationCompleted evaluation, OptionalLong version) {
    return version.isPresent() && evaluation.getWeightsVersion() == version.getAsLong();
  }

  private Progress rate(Heartbeat beat) {
    Map<String, Double> rates = new HashMap<>(tokensPerSecond);
    rates.put(beat.getInstance(), beat.getFigures().getOrDefault(RATE, 0.0));
    return new Progress(
        phase,
        reason,
        sftSteps,
        rlSteps,
        loss,
        reward,
        staleness,
        trainedFrom,
        coldStart,
        latest,
        rates);
  }
}
