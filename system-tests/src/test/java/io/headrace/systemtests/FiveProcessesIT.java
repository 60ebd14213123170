package io.headrace.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.WeightsManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The five services as five processes against one broker: what is killed comes back, nothing is
 * lost and nothing is trained on twice.
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
  void killedWorkerAndLearnerLoseNothingAndTrainNothingTwice() {
    // Given a broker and the five services, each a process
    String config = SmallRun.write(folder, RUN).toString();
    start("broker", config);
    RunLog log = new RunLog(brokerAddress(), RUN);
    start("curriculum", config);
    start("verifier", config);
    start("reward-service", config);
    HeadraceProcess worker = start("rollout-worker", config);
    HeadraceProcess learner = start("learner", config);

    // When the worker is killed after the first step and the learner after the second
    log.awaitRlSteps(1, LIMIT);
    worker.kill();
    List<String> askedBefore = log.requestedTrainingGroups();
    start("rollout-worker", config);
    log.awaitRlSteps(2, LIMIT);
    learner.kill();
    start("learner", config);
    log.awaitFinished(LIMIT);

    // Then the steps and versions are without gap, and each group entered at most one step
    List<StepCompleted> steps = log.steps();
    assertThat(steps)
        .extracting(StepCompleted::getStep)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, steps.size()).mapToObj(Long::valueOf).toList());
    assertThat(log.weights())
        .extracting(WeightsManifest::getVersion)
        .doesNotHaveDuplicates()
        .isSorted();
    assertThat(RunLog.consumed(steps)).doesNotHaveDuplicates();
    assertThat(RunLog.trainedOffsets(steps)).isSorted().doesNotHaveDuplicates();

    // And every group asked for before the worker died came back, none twice and none unasked
    List<String> scored = log.awaitScoredGroups(askedBefore, LIMIT);
    assertThat(scored).doesNotHaveDuplicates().containsAll(RunLog.consumed(steps));
    assertThat(log.requestedTrainingGroups()).containsAll(scored);
  }

  private HeadraceProcess start(String service, String config) {
    HeadraceProcess process =
        HeadraceProcess.start(folder, service, "start", service, "--config", config);
    processes.add(process);
    Awaitility.await(service + " is up")
        .atMost(Duration.ofMinutes(3))
        .until(() -> up(process, service));
    return process;
  }

  private static boolean up(HeadraceProcess process, String service) {
    assertThat(process.alive()).as("%s runs; it wrote: %s", service, process.err()).isTrue();
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
