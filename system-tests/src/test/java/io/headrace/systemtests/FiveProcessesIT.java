package io.headrace.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The five services as five processes against one broker: each is killed as by kill -9 and comes
 * back, nothing is lost and nothing is done twice.
 */
class FiveProcessesIT {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String RUN = "five";

  @TempDir private Path folder;
  private final List<HeadraceProcess> processes = new ArrayList<>();

  @AfterEach
  void killWhatIsLeft() {
    processes.reversed().forEach(HeadraceProcess::close);
  }

  @Test
  void killedServicesLoseNothingAndDoNothingTwice() {
    // Given a broker and the five services, each a process
    String config = SmallRun.write(folder, RUN).toString();
    start(config, "broker");
    RunLog log = new RunLog(brokerAddress(), RUN);
    start(config, "curriculum");
    start(config, "verifier", "reward-service", "rollout-worker", "learner");

    // When each of them is killed in the middle of the run, the verifier while it has the first
    // traces, and started again
    log.await(Topic.TRACES, traces -> !traces.isEmpty(), LIMIT);
    killAndStart(config, "verifier");
    log.awaitRlSteps(1, LIMIT);
    killAndStart(config, "rollout-worker");
    log.awaitRlSteps(2, LIMIT);
    killAndStart(config, "learner", "reward-service");
    log.awaitRlSteps(3, LIMIT);
    killAndStart(config, "curriculum");
    log.awaitFinished(LIMIT);

    // Then the steps and versions are without gap, and each group entered at most one step
    List<StepCompleted> steps = log.steps();
    assertThat(steps)
        .extracting(StepCompleted::getStep)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, steps.size()).mapToObj(Long::valueOf).toList());
    assertThat(RunLog.rl(steps)).hasSize(SmallRun.RL_STEPS);
    assertThat(log.weights())
        .extracting(WeightsManifest::getVersion)
        .doesNotHaveDuplicates()
        .isSorted();
    assertThat(RunLog.consumed(steps)).doesNotHaveDuplicates();
    assertThat(RunLog.trainedOffsets(steps)).isSorted().doesNotHaveDuplicates();

    // And every group asked for was asked for once and came back once, to train on or to evaluate
    List<String> asked = log.requestedGroups();
    assertThat(asked).doesNotHaveDuplicates().containsAll(RunLog.consumed(steps));
    assertThat(log.awaitReturnedGroups(asked.size(), LIMIT))
        .containsExactlyInAnyOrderElementsOf(asked);

    // And every trace has its verdict, and nothing had to be given up
    Set<String> traces = log.traceIds();
    assertThat(log.awaitVerdicts(traces, LIMIT)).containsAll(traces);
    assertThat(log.all(Topic.DEAD_LETTERS, DeadLetter.class)).isEmpty();
  }

  private void killAndStart(String config, String... services) {
    for (String service : services) {
      HeadraceProcess running = running(service);
      assertThat(running.alive()).as("%s runs; it wrote: %s", service, running.err()).isTrue();
      running.kill();
    }
    start(config, services);
  }

  private HeadraceProcess running(String service) {
    return processes.reversed().stream()
        .filter(process -> process.name().equals(service))
        .findFirst()
        .orElseThrow();
  }

  /** Starts services at once and waits until each is up. */
  private void start(String config, String... services) {
    List<HeadraceProcess> started = new ArrayList<>();
    for (String service : services) {
      started.add(HeadraceProcess.start(folder, service, "start", service, "--config", config));
    }
    processes.addAll(started);
    started.forEach(
        process ->
            Awaitility.await(process.name() + " is up")
                .atMost(Duration.ofMinutes(3))
                .until(() -> up(process)));
  }

  private static boolean up(HeadraceProcess process) {
    assertThat(process.alive()).as("%s runs; it wrote: %s", process.name(), process.err()).isTrue();
    return process.err().contains("is up");
  }

  private String brokerAddress() {
    try {
      return Files.readString(folder.resolve("data/broker.address")).strip();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
