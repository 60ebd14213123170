package io.headrace.learner.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.learner.stage.Decision.Publish;
import io.headrace.learner.stage.Decision.Train;
import io.headrace.learner.stage.Decision.Wait;
import io.headrace.learner.stage.Decision.Waiting;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.Command;
import io.headrace.schemas.Phase;
import io.headrace.schemas.Stage;
import io.headrace.testkit.ProgressFixture;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the learner does next is a function of the log and its own progress. */
class StageDirectorTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ProgressFixture EVENTS = new ProgressFixture("test");
  private static final StageDirector DIRECTOR =
      new StageDirector(
          new StageRules(40, 20, 100, 50, 0.35, Duration.ofSeconds(60), Duration.ofSeconds(10)));
  private static final Signals COLD = Signals.NONE.with(EVENTS.phase(Phase.COLD_START, 0));
  private static final Signals TRAINING = COLD.with(EVENTS.phase(Phase.TRAINING, 3));

  @Test
  void nothingHappensBeforeTheFirstPhase() {
    assertThat(waiting(Signals.NONE, progress(0, 0, 0), 0)).isEqualTo(Waiting.FIRST_PHASE);
  }

  @Test
  void coldStartTrainsAndPublishesAtTheConfiguredSteps() {
    assertThat(next(COLD, progress(0, 0, 0), 0)).isEqualTo(new Train(Stage.SFT));
    assertThat(next(COLD, progress(39, 39, 0), 0)).isEqualTo(new Train(Stage.SFT));
    assertThat(next(COLD, progress(40, 40, 0), 0)).isEqualTo(new Publish());
    assertThat(next(COLD, progress(59, 19, 1), 0)).isEqualTo(new Train(Stage.SFT));
    assertThat(next(COLD, progress(60, 20, 1), 0)).isEqualTo(new Publish());
  }

  @Test
  void publishedVersionIsEvaluatedBeforeTheNextStepUntilTheDeadline() {
    // Given
    Progress published = progress(20, 0, 1);

    // Then
    assertThat(waiting(COLD, published, 59)).isEqualTo(Waiting.EVALUATION);
    assertThat(next(COLD, published, 60)).isEqualTo(new Train(Stage.SFT));
    assertThat(next(COLD.with(EVENTS.evaluation(1, 34)), published, 1))
        .isEqualTo(new Train(Stage.SFT));
  }

  @Test
  void evaluationOfAnOlderVersionDoesNotCount() {
    assertThat(waiting(COLD.with(EVENTS.evaluation(1, 34)), progress(40, 0, 2), 1))
        .isEqualTo(Waiting.EVALUATION);
  }

  @Test
  void evaluationThatMeetsTheGoalIsFollowedByTrainingWhicheverTopicIsReadFirst() {
    // Given
    Progress published = progress(20, 0, 1);
    Signals warm = COLD.with(EVENTS.evaluation(1, 35));

    // Then
    assertThat(waiting(warm, published, 1)).isEqualTo(Waiting.TRAINING_PHASE);
    assertThat(next(warm.with(EVENTS.phase(Phase.TRAINING, 1)), published, 1))
        .isEqualTo(new Train(Stage.RL));
    assertThat(next(warm, published, 70)).isEqualTo(new Train(Stage.SFT));
  }

  @Test
  void stageChangesAtAPublishedVersionOnly() {
    assertThat(next(TRAINING, progress(27, 7, 3), 0)).isEqualTo(new Publish());
    assertThat(next(TRAINING, progress(27, 0, 4), 0)).isEqualTo(new Train(Stage.RL));
  }

  @Test
  void coldStartThatUsedItsStepsPublishesAndWaitsForTraining() {
    assertThat(next(COLD, progress(100, 7, 3), 0)).isEqualTo(new Publish());
    assertThat(waiting(COLD, progress(100, 0, 4), 1_000)).isEqualTo(Waiting.TRAINING_PHASE);
  }

  @Test
  void stepsEndAtTheMostEvenBeforeTheCurriculumSaysSo() {
    assertThat(next(TRAINING, afterRlSteps(49), 0)).isEqualTo(new Train(Stage.RL));
    assertThat(waiting(TRAINING, afterRlSteps(50), 0)).isEqualTo(Waiting.FINISHING_PHASE);
  }

  @Test
  void pauseHoldsAndResumeGoesOn() {
    // Given
    Signals paused = TRAINING.with(EVENTS.command(Command.PAUSE));

    // Then
    assertThat(waiting(paused, progress(20, 0, 1), 0)).isEqualTo(Waiting.RESUME);
    assertThat(next(paused.with(EVENTS.command(Command.RESUME)), progress(20, 0, 1), 0))
        .isEqualTo(new Train(Stage.RL));
  }

  @Test
  void noStepIsTakenAfterStopOrFinishing() {
    assertThat(waiting(TRAINING.with(EVENTS.command(Command.STOP)), progress(20, 0, 1), 0))
        .isEqualTo(Waiting.NOTHING);
    assertThat(waiting(TRAINING.with(EVENTS.phase(Phase.FINISHING, 9)), progress(20, 0, 1), 0))
        .isEqualTo(Waiting.NOTHING);
  }

  private static Progress progress(long sftSteps, int unpublished, long version) {
    return new Progress(sftSteps, 0, unpublished, new WeightsVersion(version), START);
  }

  private static Progress afterRlSteps(long rlSteps) {
    return new Progress(20, rlSteps, 0, new WeightsVersion(rlSteps + 1), START);
  }

  private static Decision next(Signals signals, Progress progress, long seconds) {
    return DIRECTOR.next(signals, progress, START.plusSeconds(seconds));
  }

  private static Waiting waiting(Signals signals, Progress progress, long seconds) {
    return ((Wait) next(signals, progress, seconds)).what();
  }
}
