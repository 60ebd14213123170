package io.headrace.learner.stage;

import io.headrace.learner.stage.LearnerAction.Publish;
import io.headrace.learner.stage.LearnerAction.Stop;
import io.headrace.learner.stage.LearnerAction.Train;
import io.headrace.learner.stage.LearnerAction.Wait;
import io.headrace.learner.stage.LearnerAction.Waiting;
import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.Stage;
import io.headrace.schemas.TrainingGranted;

/**
 * Decides what the learner does next, from the log and its progress.
 *
 * <p>The learner has no rule of its own about when a stage ends: the newest {@code TrainingGranted}
 * names the stage to train and the last of its steps that may be taken. After that step the learner
 * publishes and waits for the next grant, so it never takes a step beyond a grant. After the grant
 * that ends training it publishes its steps and then writes {@code LearnerStopped}.
 *
 * <p>Stages change at published versions only, so the reference of the first policy step is a
 * version that workers may have sampled from.
 */
public final class NextAction {

  private NextAction() {}

  /** The next action. */
  public static LearnerAction next(ControlState control, LearnerProgress progress, StagePlan plan) {
    if (control.grant().isEmpty()) {
      return new Wait(Waiting.GRANT, "the curriculum has not granted any step yet");
    }
    TrainingGranted grant = control.grant().get();
    String id = plan.idOf(grant.getStageId(), StageKind.of(grant.getStage()));
    if (grant.getEnds() || control.stopped()) {
      return ending(grant, id, progress);
    }
    if (control.paused()) {
      return new Wait(Waiting.RESUME, "the run is paused; resume it to continue");
    }
    boolean used = progress.steps().getOrDefault(id, 0L) >= grant.getSteps();
    boolean isNew = !progress.stage().equals(id);
    if (progress.unpublishedSteps() > 0 && (used || isNew || grant.getStage() == Stage.RL)) {
      return new Publish();
    }
    return used
        ? waiting(grant, id, progress)
        : plan.find(id).<LearnerAction>map(Train::new).orElseGet(() -> unknown(grant, id));
  }

  private static LearnerAction ending(TrainingGranted grant, String id, LearnerProgress progress) {
    if (progress.unpublishedSteps() > 0) {
      return new Publish();
    }
    return grant.getEnds() && progress.answeredGrant() < grant.getNumber()
        ? new Stop(grant.getNumber(), id)
        : new Wait(Waiting.NOTHING, "no further step is taken: " + grant.getReason());
  }

  private static Wait unknown(TrainingGranted grant, String id) {
    return new Wait(
        Waiting.GRANT,
        "grant %d is for stage '%s', which this learner's plan does not have; start it with the configuration of the curriculum"
            .formatted(grant.getNumber(), id));
  }

  private static Wait waiting(TrainingGranted grant, String id, LearnerProgress progress) {
    return new Wait(
        Waiting.GRANT,
        "all %d steps of stage %s that the curriculum granted are taken; it decides what follows once weights %s are evaluated"
            .formatted(grant.getSteps(), id, progress.published()));
  }
}
