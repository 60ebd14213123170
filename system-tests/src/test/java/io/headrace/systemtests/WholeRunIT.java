package io.headrace.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.StepCompleted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole run in one process: it finishes, and continues after a stop in the middle. */
class WholeRunIT {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String RUN = "whole";

  @TempDir private Path folder;

  @Test
  void aRunStoppedInTheMiddleContinues() throws Exception {
    // Given a run that is stopped by SIGTERM after its first RL step
    String config = SmallRun.write(folder, RUN).toString();
    List<StepCompleted> before;
    try (HeadraceProcess first = up(config)) {
      before = log().awaitRlSteps(1, LIMIT);
      assertThat(first.terminate()).as(first.err()).isZero();
    }

    // When it is started again
    List<StepCompleted> after;
    try (HeadraceProcess second = up(config)) {
      log().awaitFinished(LIMIT);
      after = log().steps();
      assertThat(second.terminate()).as(second.err()).isZero();
    }

    // Then no step is missing, none was done twice, and all steps are taken
    assertThat(after)
        .extracting(StepCompleted::getStep)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, after.size()).mapToObj(Long::valueOf).toList());
    assertThat(after).containsAll(before);
    assertThat(RunEvents.consumed(after)).doesNotHaveDuplicates();
    assertThat(rlSteps(after)).isEqualTo(SmallRun.RL_STEPS);
  }

  private static long rlSteps(List<StepCompleted> steps) {
    return steps.stream().filter(step -> step.getStage() == io.headrace.schemas.Stage.RL).count();
  }

  private HeadraceProcess up(String config) {
    HeadraceProcess process =
        HeadraceProcess.start(folder, "up", "up", "--stay", "--config", config);
    Awaitility.await("the run is up")
        .atMost(Duration.ofMinutes(3))
        .until(
            () -> {
              assertThat(process.alive()).as("it wrote: %s", process.err()).isTrue();
              return process.err().contains("dashboard");
            });
    return process;
  }

  private RunEvents log() throws java.io.IOException {
    return new RunEvents(Files.readString(folder.resolve("data/broker.address")).strip(), RUN);
  }
}
