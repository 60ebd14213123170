package io.headrace.learner.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.learner.stage.LearnerAction.Publish;
import io.headrace.learner.stage.LearnerAction.Stop;
import io.headrace.learner.stage.LearnerAction.Train;
import io.headrace.learner.stage.LearnerAction.Wait;
import io.headrace.learner.stage.LearnerAction.Waiting;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.Command;
import io.headrace.schemas.Stage;
import io.headrace.schemas.TrainingGranted;
import io.headrace.testkit.ProgressFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the learner does next is a function of the newest grant, commands and its own progress. */
class NextActionTest {

  private static final StagePlan PLAN = StagePlan.of(ConfigLoader.defaults().config());
  private static final PlannedStage SFT = PLAN.stages().getFirst();
  private static final PlannedStage RL = PLAN.stages().getLast();
  private static final ProgressFixture EVENTS = new ProgressFixture("test");
  private static final ControlState COLD = ControlState.NONE.with(EVENTS.grant(1, Stage.SFT, 40));
  private static final ControlState TRAINING = COLD.with(EVENTS.grant(2, Stage.RL, 50));
  private static final ControlState ENDED = TRAINING.with(EVENTS.end(3));

  @Test
  void nothingHappensBeforeTheFirstGrant() {
    assertThat(waiting(ControlState.NONE, sft(0, 0, 0))).isEqualTo(Waiting.GRANT);
  }

  @Test
  void theGrantedStepsAreTakenAndPublishedThenTheLearnerWaitsForAGrant() {
    assertThat(next(COLD, sft(0, 0, 0))).isEqualTo(new Train(SFT));
    assertThat(next(COLD, sft(39, 39, 0))).isEqualTo(new Train(SFT));
    assertThat(next(COLD, sft(40, 40, 0))).isEqualTo(new Publish());
    assertThat(waiting(COLD, sft(40, 0, 1))).isEqualTo(Waiting.GRANT);
  }

  @Test
  void theNextGrantContinuesTheStage() {
    // Given
    ControlState more = COLD.with(EVENTS.grant(2, Stage.SFT, 60));

    // Then
    assertThat(next(more, sft(40, 0, 1))).isEqualTo(new Train(SFT));
    assertThat(next(more, sft(60, 20, 1))).isEqualTo(new Publish());
  }

  @Test
  void stageChangesAtAPublishedVersionOnly() {
    assertThat(next(TRAINING, sft(27, 7, 3))).isEqualTo(new Publish());
    assertThat(next(TRAINING, sft(27, 0, 4))).isEqualTo(new Train(RL));
  }

  @Test
  void noStepBeyondTheGrantIsTakenAlsoIfItsGroupsAreAvailable() {
    assertThat(next(TRAINING, rl(49, 0, 0))).isEqualTo(new Train(RL));
    assertThat(waiting(TRAINING, rl(50, 0, 0))).isEqualTo(Waiting.GRANT);
  }

  @Test
  void theGrantThatEndsTrainingIsAnsweredOnceAfterTheLastStepIsPublished() {
    assertThat(next(ENDED, rl(30, 1, 0))).isEqualTo(new Publish());
    assertThat(next(ENDED, rl(30, 0, 0))).isEqualTo(new Stop(3, "training"));
    assertThat(waiting(ENDED, rl(30, 0, 3))).isEqualTo(Waiting.NOTHING);
  }

  @Test
  void aPausedLearnerAnswersTheEnd() {
    assertThat(next(ENDED.with(EVENTS.command(Command.PAUSE)), rl(30, 0, 0)))
        .isEqualTo(new Stop(3, "training"));
  }

  @Test
  void noStepIsTakenBetweenPauseAndResume() {
    // Given
    ControlState paused = TRAINING.with(EVENTS.command(Command.PAUSE));

    // Then
    assertThat(waiting(paused, sft(20, 0, 1))).isEqualTo(Waiting.RESUME);
    assertThat(next(paused.with(EVENTS.command(Command.RESUME)), sft(20, 0, 1)))
        .isEqualTo(new Train(RL));
  }

  @Test
  void afterStopNoStepIsTakenAndTheEndIsStillAnswered() {
    // Given
    ControlState stopped = TRAINING.with(EVENTS.command(Command.STOP));

    // Then
    assertThat(next(stopped, rl(30, 1, 0))).isEqualTo(new Publish());
    assertThat(waiting(stopped, rl(30, 0, 0))).isEqualTo(Waiting.NOTHING);
    assertThat(next(stopped.with(EVENTS.end(3)), rl(30, 0, 0))).isEqualTo(new Stop(3, "training"));
  }

  @Test
  void aSecondStageOfAKindBeginsAtItsFirstStepAfterTheStepsOfTheFirstArePublished() {
    // Given a plan of two supervised stages, and a grant for the second
    PlannedStage.Sft first = (PlannedStage.Sft) SFT;
    PlannedStage second = new PlannedStage.Sft("second", first.until(), first.recipe());
    StagePlan plan = new StagePlan(List.of(first, second));
    TrainingGranted grant =
        TrainingGranted.newBuilder(EVENTS.grant(2, Stage.SFT, 10)).setStageId("second").build();
    ControlState control = COLD.with(grant);

    // Then what the first left is published, and the second takes its steps from 0
    assertThat(NextAction.next(control, sft(40, 3, 0), plan)).isEqualTo(new Publish());
    assertThat(NextAction.next(control, sft(40, 0, 1), plan)).isEqualTo(new Train(second));
  }

  @Test
  void aStageMissingFromThePlanIsWaitedFor() {
    // Given
    TrainingGranted grant =
        TrainingGranted.newBuilder(EVENTS.grant(2, Stage.SFT, 10)).setStageId("other").build();

    // When
    Wait wait = (Wait) next(COLD.with(grant), sft(40, 0, 1));

    // Then
    assertThat(wait.what()).isEqualTo(Waiting.GRANT);
    assertThat(wait.reason()).contains("stage 'other'", "start it with the configuration");
  }

  private static LearnerProgress sft(long steps, int unpublished, long version) {
    return new LearnerProgress(
        Map.of("cold-start", steps), "cold-start", unpublished, new WeightsVersion(version), 0);
  }

  private static LearnerProgress rl(long steps, int unpublished, long answeredGrant) {
    return new LearnerProgress(
        Map.of("cold-start", 20L, "training", steps),
        "training",
        unpublished,
        new WeightsVersion(steps + 1),
        answeredGrant);
  }

  private static LearnerAction next(ControlState control, LearnerProgress progress) {
    return NextAction.next(control, progress, PLAN);
  }

  private static Waiting waiting(ControlState control, LearnerProgress progress) {
    return ((Wait) next(control, progress)).what();
  }
}
