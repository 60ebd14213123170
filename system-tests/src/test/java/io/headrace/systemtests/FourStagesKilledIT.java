package io.headrace.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.Demonstration;
import io.headrace.schemas.StageStarted;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A plan SFT → RL → SFT → RL whose curriculum and learner are killed as by kill -9 in each stage:
 * all four stages are completed, and each step is counted once.
 */
class FourStagesKilledIT {

  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final String RUN = "four";

  private static final String PLAN =
      """
      plan:
        - {id: sft1, kind: sft, until: {steps: 8}}
        - {id: rl1, kind: rl, until: {steps: 2}}
        - {id: sft2, kind: sft, recipe: {first-publish: 2, publish-every: 2}, until: {steps: 4}}
        - {id: rl2, kind: rl, recipe: {tau: 0.3}, until: {steps: 2}}
      """;

  @TempDir private Path folder;

  @Test
  void aPlanOfFourStagesIsCompletedWhenCurriculumAndLearnerAreKilledInEach() {
    try (ServiceProcesses services =
        new ServiceProcesses(folder, SmallRun.write(folder, RUN, PLAN))) {
      // Given a run of four stages with each service in its own process
      services.start("broker");
      RunEvents log = new RunEvents(services.brokerAddress(), RUN);
      services.start("curriculum");
      services.start("verifier", "reward-service", "rollout-worker", "learner");

      // When the curriculum and the learner are killed in each stage
      for (String stage : List.of("sft1", "rl1", "sft2", "rl2")) {
        log.await(
            Topic.CONTROL,
            events -> events.stream().anyMatch(event -> isStart(event, stage)),
            LIMIT);
        if (stage.startsWith("rl")) {
          log.await(
              Topic.STEPS,
              events -> events.stream().anyMatch(event -> isStep(event, stage)),
              LIMIT);
        }
        services.killAndStart("learner", "curriculum");
      }
      log.awaitFinished(LIMIT);

      // Then each stage was entered once, in order, and took its steps
      assertThat(log.all(Topic.CONTROL, StageStarted.class))
          .extracting(StageStarted::getStage)
          .containsExactly("sft1", "rl1", "sft2", "rl2");
      List<StepCompleted> steps = log.steps();
      assertThat(counts(steps)).isEqualTo(Map.of("sft1", 8L, "rl1", 2L, "sft2", 4L, "rl2", 2L));

      // and each step and version exists once, and each group entered at most one step
      assertThat(steps)
          .extracting(StepCompleted::getStep)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, steps.size()).mapToObj(Long::valueOf).toList());
      assertThat(log.weights())
          .extracting(WeightsManifest::getVersion)
          .doesNotHaveDuplicates()
          .isSorted();
      assertThat(RunEvents.consumed(steps)).doesNotHaveDuplicates();
      assertThat(log.requestedGroups()).doesNotHaveDuplicates();
      assertThat(log.all(Topic.DEMONSTRATIONS, Demonstration.class)).hasSize(400);

      // and a second stage of a kind starts again with its learning rate and its demonstrations
      assertThat(first(steps, "sft2").getLearningRate())
          .isEqualTo(first(steps, "sft1").getLearningRate());
      assertThat(first(steps, "sft2").getBatch()).isEqualTo(first(steps, "sft1").getBatch());
      assertThat(first(steps, "rl2").getLearningRate())
          .isEqualTo(first(steps, "rl1").getLearningRate());
    }
  }

  private static boolean isStart(Object event, String stage) {
    return event instanceof StageStarted started && started.getStage().equals(stage);
  }

  private static boolean isStep(Object event, String stage) {
    return event instanceof StepCompleted step && step.getStageId().equals(stage);
  }

  private static Map<String, Long> counts(List<StepCompleted> steps) {
    return steps.stream()
        .map(StepCompleted::getStageId)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  private static StepCompleted first(List<StepCompleted> steps, String stage) {
    return steps.stream().filter(step -> isStep(step, stage)).findFirst().orElseThrow();
  }
}
