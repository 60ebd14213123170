package io.headrace.learner.stage;

import io.headrace.learner.stage.Decision.Publish;
import io.headrace.learner.stage.Decision.Train;
import io.headrace.learner.stage.Decision.Wait;
import io.headrace.learner.stage.Decision.Waiting;
import io.headrace.schemas.Accuracy;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.Phase;
import io.headrace.schemas.Stage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the learner does next, from what the log says and how far it has come.
 *
 * <p>In COLD_START it fine-tunes, and after each published version waits for its evaluation. When
 * that evaluation meets the cold-start accuracy, the phase TRAINING must follow and is waited for;
 * otherwise fine-tuning goes on. Whether to wait thus depends on the evaluation, not on which of
 * two topics was read first. Both waits have deadlines, so a lost evaluation costs time and no
 * more.
 *
 * <p>The policy steps of a run are counted here as well as by the curriculum: groups that are
 * scored already could otherwise become one more step before the phase FINISHING is read.
 *
 * <p>Stages change at published versions only, so the reference of the first policy step is a
 * version that workers may have sampled from.
 *
 * @param rules the configured rules
 */
public record StageDirector(StageRules rules) {

  /** The next thing to do at a given time. */
  public Decision next(Signals signals, Progress progress, Instant now) {
    if (signals.stopped()) {
      return new Wait(Waiting.NOTHING, "the run was stopped by an operator");
    }
    if (signals.phase().isEmpty()) {
      return new Wait(Waiting.FIRST_PHASE, "the curriculum has not begun the run yet");
    }
    Phase phase = signals.phase().get();
    if (phase == Phase.FINISHING || phase == Phase.FINISHED) {
      return new Wait(Waiting.NOTHING, "the run takes no further step: phase " + phase);
    }
    if (signals.paused()) {
      return new Wait(Waiting.RESUME, "the run is paused; resume it to go on");
    }
    return phase == Phase.TRAINING ? training(progress) : coldStart(signals, progress, now);
  }

  private Decision training(Progress progress) {
    if (progress.unpublishedSteps() > 0) {
      return new Publish();
    }
    return progress.rlSteps() >= rules.maxRlSteps()
        ? new Wait(
            Waiting.FINISHING_PHASE, "the run took its %d steps".formatted(rules.maxRlSteps()))
        : new Train(Stage.RL);
  }

  private Decision coldStart(Signals signals, Progress progress, Instant now) {
    boolean usedUp = progress.sftSteps() >= rules.maxSftSteps();
    if (publishes(progress) || (usedUp && progress.unpublishedSteps() > 0)) {
      return new Publish();
    }
    if (progress.unpublishedSteps() > 0 || (progress.sftSteps() == 0 && !usedUp)) {
      return new Train(Stage.SFT);
    }
    Duration waited = Duration.between(progress.publishedAt(), now);
    EvaluationCompleted evaluation = evaluationOf(signals, progress);
    if (usedUp) {
      return new Wait(
          Waiting.TRAINING_PHASE,
          "the cold start used its %d steps".formatted(rules.maxSftSteps()));
    }
    if (evaluation == null) {
      return waited.compareTo(rules.evaluationDeadline()) < 0
          ? new Wait(Waiting.EVALUATION, "evaluation of weights " + progress.published())
          : new Train(Stage.SFT);
    }
    Duration bound = rules.evaluationDeadline().plus(rules.phaseDeadline());
    return warm(evaluation) && waited.compareTo(bound) < 0
        ? new Wait(Waiting.TRAINING_PHASE, "phase TRAINING, since the cold start's goal is met")
        : new Train(Stage.SFT);
  }

  private boolean publishes(Progress progress) {
    boolean first = progress.sftSteps() == progress.unpublishedSteps();
    return progress.unpublishedSteps() >= (first ? rules.firstPublish() : rules.publishEvery());
  }

  private static @Nullable EvaluationCompleted evaluationOf(Signals signals, Progress progress) {
    return signals
        .evaluation()
        .filter(known -> known.getWeightsVersion() >= progress.published().value())
        .orElse(null);
  }

  private boolean warm(EvaluationCompleted evaluation) {
    Accuracy sampled = evaluation.getSampled();
    return sampled != null
        && sampled.getScored() > 0
        && (double) sampled.getCorrect() / sampled.getScored() >= rules.coldStartAccuracy();
  }
}
