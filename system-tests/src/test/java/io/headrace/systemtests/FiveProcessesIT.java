package io.headrace.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The five services as five processes with one broker: each is killed as by kill -9 and started
 * again; nothing is lost and nothing is done twice.
 */
class FiveProcessesIT {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String RUN = "five";

  @TempDir private Path folder;

  @Test
  void killedServicesLoseNoEventAndRepeatNone() {
    try (ServiceProcesses services = new ServiceProcesses(folder, SmallRun.write(folder, RUN))) {
      // Given a broker and the five services, each a process
      services.start("broker");
      RunEvents log = new RunEvents(services.brokerAddress(), RUN);
      services.start("curriculum");
      services.start("verifier", "reward-service", "rollout-worker", "learner");

      // When each of them is killed in the middle of the run, the verifier while it has the first
      // traces, and started again
      log.await(Topic.TRACES, traces -> !traces.isEmpty(), LIMIT);
      services.killAndStart("verifier");
      log.awaitRlSteps(1, LIMIT);
      services.killAndStart("rollout-worker");
      log.awaitRlSteps(2, LIMIT);
      services.killAndStart("learner", "reward-service");
      log.awaitRlSteps(3, LIMIT);
      services.killAndStart("curriculum");
      log.awaitFinished(LIMIT);

      // Then the steps and versions are without gap, and each group entered at most one step
      List<StepCompleted> steps = log.steps();
      assertThat(steps)
          .extracting(StepCompleted::getStep)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, steps.size()).mapToObj(Long::valueOf).toList());
      assertThat(RunEvents.rl(steps)).hasSize(SmallRun.RL_STEPS);
      assertThat(log.weights())
          .extracting(WeightsManifest::getVersion)
          .doesNotHaveDuplicates()
          .isSorted();
      assertThat(RunEvents.consumed(steps)).doesNotHaveDuplicates();
      assertThat(RunEvents.trainedOffsets(steps)).isSorted().doesNotHaveDuplicates();

      // And every group was requested once and assembled once
      List<String> requested = log.requestedGroups();
      assertThat(requested).doesNotHaveDuplicates().containsAll(RunEvents.consumed(steps));
      assertThat(log.awaitAssembledGroups(requested.size(), LIMIT))
          .containsExactlyInAnyOrderElementsOf(requested);

      // And every trace has a verdict, and there are no dead letters
      Set<String> traces = log.traceIds();
      assertThat(log.awaitVerdicts(traces, LIMIT)).containsAll(traces);
      assertThat(log.all(Topic.DEAD_LETTERS, DeadLetter.class)).isEmpty();
    }
  }
}
