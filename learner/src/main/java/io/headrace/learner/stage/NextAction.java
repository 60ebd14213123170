package io.headrace.learner.stage;

import io.headrace.learner.stage.LearnerAction.Publish;
import io.headrace.learner.stage.LearnerAction.Stop;
import io.headrace.learner.stage.LearnerAction.Train;
import io.headrace.learner.stage.LearnerAction.Wait;
import io.headrace.learner.stage.LearnerAction.Waiting;
import io.headrace.schemas.Stage;
import io.headrace.schemas.TrainingGranted;

/**
 * Decides what the learner does next, from what the log says and how far it has come.
 *
 * <p>The learner has no rule of its own about when a stage ends: the newest {@code TrainingGranted}
 * says which stage it trains and up to which step. There it publishes and waits for the next grant.
 * So a step beyond a grant is never taken, whatever else is on the log already. After the grant
 * that ends training it publishes the steps it has, and then writes {@code LearnerStopped}.
 *
 * <p>Stages change at published versions only, so the reference of the first policy step is a
 * version that workers may have sampled from.
 */
public final class NextAction {

  private NextAction() {}

  /** The next thing to do. */
  public static LearnerAction next(ControlState signals, LearnerProgress progress) {
    if (signals.grant().isEmpty()) {
      return new Wait(Waiting.GRANT, "the curriculum has not granted any step yet");
    }
    TrainingGranted grant = signals.grant().get();
    if (grant.getEnds() || signals.stopped()) {
      return ending(grant, progress);
    }
    if (signals.paused()) {
      return new Wait(Waiting.RESUME, "the run is paused; resume it to go on");
    }
    boolean used = taken(grant.getStage(), progress) >= grant.getSteps();
    if (progress.unpublishedSteps() > 0 && (used || grant.getStage() == Stage.RL)) {
      return new Publish();
    }
    return used ? waiting(grant, progress) : new Train(grant.getStage());
  }

  private static LearnerAction ending(TrainingGranted grant, LearnerProgress progress) {
    if (progress.unpublishedSteps() > 0) {
      return new Publish();
    }
    return grant.getEnds() && progress.answeredGrant() < grant.getNumber()
        ? new Stop(grant.getNumber())
        : new Wait(Waiting.NOTHING, "no further step is taken: " + grant.getReason());
  }

  private static long taken(Stage stage, LearnerProgress progress) {
    return switch (stage) {
      case SFT -> progress.sftSteps();
      case RL -> progress.rlSteps();
    };
  }

  private static Wait waiting(TrainingGranted grant, LearnerProgress progress) {
    return new Wait(
        Waiting.GRANT,
        "all %d %s steps that the curriculum granted are taken; it decides what follows once weights %s are evaluated"
            .formatted(grant.getSteps(), grant.getStage(), progress.published()));
  }
}
