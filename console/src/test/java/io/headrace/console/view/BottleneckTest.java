package io.headrace.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BottleneckTest {
  private static StageFlow flow(PipelineStage stage, long waiting, double out, int instances) {
    return new StageFlow(stage, waiting, out, out, 1_000, instances, "");
  }

  private static List<StageFlow> stages(long rollout, long verdict, long learn) {
    return List.of(
        flow(PipelineStage.TASKS, 0, 100, 1),
        flow(PipelineStage.ROLLOUT, rollout, 100, 2),
        flow(PipelineStage.VERDICT, verdict, 100, 1),
        flow(PipelineStage.ASSEMBLE, 0, 12, 1),
        flow(PipelineStage.LEARN, learn, 12, 1));
  }

  @Test
  void aBusyLearnerIsTheBottleneck() {
    // Given groups that wait, and a learner that computes 93 % of its time
    List<StageFlow> stages = stages(300, 0, 24);
    // When the bottleneck is determined
    Bottleneck limit = Bottleneck.of(stages, Optional.of(0.93));
    // Then it is the learner
    assertThat(limit.stage()).contains(PipelineStage.LEARN);
    assertThat(limit.sentence())
        .isEqualTo(
            "Learn limits the run: the learner computed for 93 % of its last steps' time and 24"
                + " groups wait for it.");
  }

  @Test
  void theStageWithTheMostWorkIsTheBottleneckWhenTheLearnerWaits() {
    // Given 2.9 s of work at rollout and 0.5 s at verdict
    List<StageFlow> stages = stages(290, 50, 0);
    // When the bottleneck is determined
    Bottleneck limit = Bottleneck.of(stages, Optional.of(0.6));
    // Then it is rollout, with its metrics
    assertThat(limit.stage()).contains(PipelineStage.ROLLOUT);
    assertThat(limit.sentence())
        .isEqualTo(
            "Rollout limits the run: 290 samples wait, 2.9 s of work at 100 a second, and the"
                + " learner waited 40 % of its last steps' time.");
  }

  @Test
  void tasksAreTheBottleneckWhenNoWorkWaits() {
    // Given no work anywhere
    List<StageFlow> stages = stages(0, 0, 0);
    // When the bottleneck is determined
    Bottleneck limit = Bottleneck.of(stages, Optional.of(0.2));
    // Then too few tasks are requested
    assertThat(limit.stage()).contains(PipelineStage.TASKS);
  }

  @Test
  void aStageWithoutALiveServiceIsTheBottleneck() {
    // Given samples that wait and no worker
    List<StageFlow> stages =
        List.of(flow(PipelineStage.TASKS, 0, 0, 1), flow(PipelineStage.ROLLOUT, 256, 0, 0));
    // When the bottleneck is determined
    Bottleneck limit = Bottleneck.of(stages, Optional.of(0.99));
    // Then the missing worker is the bottleneck, independent of the learner
    assertThat(limit.sentence())
        .isEqualTo("Rollout stands still: 256 samples wait and no rollout-worker is alive.");
  }

  @Test
  void aServiceIsMissedEvenWithoutWaitingWork() {
    // Given a dead curriculum whose requests are all completed
    List<StageFlow> stages =
        List.of(flow(PipelineStage.TASKS, 0, 0, 0), flow(PipelineStage.LEARN, 3, 0, 1));
    // When the bottleneck is determined
    Bottleneck limit = Bottleneck.of(stages, Optional.of(0.2));
    // Then it is the bottleneck, although groups wait for the learner
    assertThat(limit.stage()).contains(PipelineStage.TASKS);
    assertThat(limit.sentence()).isEqualTo("Tasks stand still: no curriculum is alive.");
  }

  @Test
  void aFailedServiceIsReportedBeforeItsRateIsZero() {
    // Given a learner that failed a moment ago
    StageFlow failed =
        new StageFlow(PipelineStage.LEARN, 1, 9, 8.5, 1_000, 0, "learner stopped: disk full");
    // When the bottleneck is determined, in training or in the cold start
    // Then it is reported as stalled
    assertThat(
            Bottleneck.of(List.of(flow(PipelineStage.TASKS, 0, 9, 1), failed), Optional.of(0.9))
                .sentence())
        .isEqualTo("Learn stands still: 1 group waits and no learner is alive.");
    assertThat(Bottleneck.supervised(failed, Optional.of(0.9)).sentence())
        .isEqualTo("Learn stands still: no learner is alive.");
  }

  @Test
  void reportsThatNoServiceIsAlive() {
    List<StageFlow> stages =
        List.of(flow(PipelineStage.TASKS, 0, 0, 0), flow(PipelineStage.LEARN, 3, 0, 0));
    assertThat(Bottleneck.of(stages, Optional.empty()).sentence())
        .isEqualTo("The run stands still: none of its services is alive.");
  }

  @Test
  void slowRatesAreShownWithADecimal() {
    // Given 12 verdicts at 0.4 a second
    List<StageFlow> stages =
        List.of(flow(PipelineStage.VERDICT, 12, 0.4, 1), flow(PipelineStage.LEARN, 0, 0.1, 1));
    // When the bottleneck is determined
    // Then its rate is not shown as 0 a second
    assertThat(Bottleneck.of(stages, Optional.empty()).sentence())
        .isEqualTo("Verdict limits the run: 12 verdicts wait, 30.0 s of work at 0.4 a second.");
  }

  @Test
  void noStageIsTheBottleneckWhenNothingMoves() {
    // Given stages without work or rate
    List<StageFlow> stages =
        List.of(flow(PipelineStage.TASKS, 0, 0, 1), flow(PipelineStage.LEARN, 0, 0, 1));
    // When the bottleneck is determined
    Bottleneck limit = Bottleneck.of(stages, Optional.empty());
    // Then there is none
    assertThat(limit.stage()).isEmpty();
    assertThat(limit.sentence()).isEqualTo("Nothing has moved in the last 15 s.");
  }
}
