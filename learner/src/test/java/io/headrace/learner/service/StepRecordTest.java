package io.headrace.learner.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.learner.batch.Batch;
import io.headrace.learner.batch.LogPosition;
import io.headrace.learner.batch.SkippedRecord;
import io.headrace.learner.batch.SkippedRecord.Cause;
import io.headrace.learner.batch.Staleness;
import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.batch.TrainingTrace;
import io.headrace.learner.checkpoint.LearnerState;
import io.headrace.learner.step.StepReport;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.SkippedEntry;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code StepCompleted} says of a step. */
class StepRecordTest {

  private static final StagePlan PLAN = StagePlan.of(ConfigLoader.defaults().config());

  private static final Instant DONE = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void namesTheTrainedAndTheSkippedGroups() {
    // When
    StepCompleted step = event(Stage.RL);

    // Then
    assertThat(step.getStep()).isEqualTo(1);
    assertThat(step.getBatch()).containsExactly(new BatchEntry("a", 0, 4L, 2));
    assertThat(step.getSkipped()).containsExactly(new SkippedEntry("b", 0, 3L, "all equal"));
  }

  @Test
  void rewardIsAMeanOverTracesAndStalenessOneOverTokens() {
    // When one trace of three tokens is 2 versions old and one of a single token is fresh
    StepCompleted step = event(Stage.RL);

    // Then
    assertThat(step.getMeanReward()).isEqualTo(0.5);
    assertThat(step.getMeanResponseTokens()).isEqualTo(2);
    assertThat(step.getMeanStaleness()).isEqualTo(1.5);
    assertThat(step.getMaxStaleness()).isEqualTo(2);
  }

  @Test
  void timesAreMillisecondsAndASupervisedStepHasNoReward() {
    // When
    StepCompleted step = event(Stage.SFT);

    // Then
    assertThat(step.getComputeMillis()).isEqualTo(1_500);
    assertThat(step.getWaitMillis()).isEqualTo(250);
    assertThat(step.getCompletedAt()).isEqualTo(DONE);
    assertThat(step.getMeanReward()).isNull();
  }

  private static StepCompleted event(Stage stage) {
    Batch batch =
        new Batch(
            List.of(
                new TraceGroup(
                    "a",
                    new LogPosition(0, 4),
                    List.of(trace(3, 1, new Staleness(2, 2)), trace(1, 0, Staleness.NONE)))),
            List.of(
                new SkippedRecord("b", new LogPosition(0, 3), Cause.EQUAL_REWARDS, "all equal")),
            5);
    return new StepRecord(
            LearnerState.initial(1, ""),
            PLAN.first(StageKind.of(stage)).orElseThrow(),
            "kimi-k1.5",
            "r.scored-groups",
            batch,
            new StepReport(0.25, 2, 1e-3, 4, 99, Map.of()),
            Duration.ofMillis(1_500),
            Duration.ofMillis(250),
            DONE)
        .toEvent("r");
  }

  private static TrainingTrace trace(int tokens, double reward, Staleness staleness) {
    return new TrainingTrace(
        "t", new int[] {1}, new int[tokens], new float[tokens], 1, reward, staleness);
  }
}
