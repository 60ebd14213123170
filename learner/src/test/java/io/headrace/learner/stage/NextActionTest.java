package io.headrace.learner.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.learner.stage.LearnerAction.Publish;
import io.headrace.learner.stage.LearnerAction.Stop;
import io.headrace.learner.stage.LearnerAction.Train;
import io.headrace.learner.stage.LearnerAction.Wait;
import io.headrace.learner.stage.LearnerAction.Waiting;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.Command;
import io.headrace.schemas.Stage;
import io.headrace.testkit.ProgressFixture;
import org.junit.jupiter.api.Test;

/** What the learner does next is a function of the newest grant, commands and its own progress. */
class NextActionTest {

  private static final ProgressFixture EVENTS = new ProgressFixture("test");
  private static final ControlState COLD = ControlState.NONE.with(EVENTS.grant(1, Stage.SFT, 40));
  private static final ControlState TRAINING = COLD.with(EVENTS.grant(2, Stage.RL, 50));
  private static final ControlState ENDED = TRAINING.with(EVENTS.end(3));

  @Test
  void nothingHappensBeforeTheFirstGrant() {
    assertThat(waiting(ControlState.NONE, sft(0, 0, 0))).isEqualTo(Waiting.GRANT);
  }

  @Test
  void grantedStepsAreTakenAndPublishedAndTheNextGrantIsWaitedFor() {
    assertThat(next(COLD, sft(0, 0, 0))).isEqualTo(new Train(Stage.SFT));
    assertThat(next(COLD, sft(39, 39, 0))).isEqualTo(new Train(Stage.SFT));
    assertThat(next(COLD, sft(40, 40, 0))).isEqualTo(new Publish());
    assertThat(waiting(COLD, sft(40, 0, 1))).isEqualTo(Waiting.GRANT);
  }

  @Test
  void theNextGrantContinuesTheStageHoweverLongItTook() {
    // Given
    ControlState more = COLD.with(EVENTS.grant(2, Stage.SFT, 60));

    // Then
    assertThat(next(more, sft(40, 0, 1))).isEqualTo(new Train(Stage.SFT));
    assertThat(next(more, sft(60, 20, 1))).isEqualTo(new Publish());
  }

  @Test
  void stageChangesAtAPublishedVersionOnly() {
    assertThat(next(TRAINING, sft(27, 7, 3))).isEqualTo(new Publish());
    assertThat(next(TRAINING, sft(27, 0, 4))).isEqualTo(new Train(Stage.RL));
  }

  @Test
  void noStepBeyondTheGrantIsTakenThoughItsGroupsAreThere() {
    assertThat(next(TRAINING, rl(49, 0, 0))).isEqualTo(new Train(Stage.RL));
    assertThat(waiting(TRAINING, rl(50, 0, 0))).isEqualTo(Waiting.GRANT);
  }

  @Test
  void theGrantThatEndsTrainingIsAnsweredOnceAfterTheLastStepIsPublished() {
    assertThat(next(ENDED, rl(30, 1, 0))).isEqualTo(new Publish());
    assertThat(next(ENDED, rl(30, 0, 0))).isEqualTo(new Stop(3));
    assertThat(waiting(ENDED, rl(30, 0, 3))).isEqualTo(Waiting.NOTHING);
  }

  @Test
  void aPausedLearnerAnswersTheEnd() {
    assertThat(next(ENDED.with(EVENTS.command(Command.PAUSE)), rl(30, 0, 0)))
        .isEqualTo(new Stop(3));
  }

  @Test
  void pauseHoldsAndResumeContinues() {
    // Given
    ControlState paused = TRAINING.with(EVENTS.command(Command.PAUSE));

    // Then
    assertThat(waiting(paused, sft(20, 0, 1))).isEqualTo(Waiting.RESUME);
    assertThat(next(paused.with(EVENTS.command(Command.RESUME)), sft(20, 0, 1)))
        .isEqualTo(new Train(Stage.RL));
  }

  @Test
  void afterStopNoStepIsTakenAndTheEndIsStillAnswered() {
    // Given
    ControlState stopped = TRAINING.with(EVENTS.command(Command.STOP));

    // Then
    assertThat(next(stopped, rl(30, 1, 0))).isEqualTo(new Publish());
    assertThat(waiting(stopped, rl(30, 0, 0))).isEqualTo(Waiting.NOTHING);
    assertThat(next(stopped.with(EVENTS.end(3)), rl(30, 0, 0))).isEqualTo(new Stop(3));
  }

  private static LearnerProgress sft(long steps, int unpublished, long version) {
    return new LearnerProgress(steps, 0, unpublished, new WeightsVersion(version), 0);
  }

  private static LearnerProgress rl(long steps, int unpublished, long answeredGrant) {
    return new LearnerProgress(
        20, steps, unpublished, new WeightsVersion(steps + 1), answeredGrant);
  }

  private static LearnerAction next(ControlState signals, LearnerProgress progress) {
    return NextAction.next(signals, progress);
  }

  private static Waiting waiting(ControlState signals, LearnerProgress progress) {
    return ((Wait) next(signals, progress)).what();
  }
}
