package io.headrace.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.cli.process.AdminPort;
import io.headrace.cli.process.RunProcess;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.LoadedConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose tasks can't be used is not registered. */
class BadTasksIT {

  @TempDir private Path folder;

  @Test
  void theRunStartsWithOtherTasksAfterARejection() {
    // Given a run that was rejected for its tasks
    CommandRun rejected =
        CommandRun.of(
            "up",
            "--set=storage.data-folder=" + folder,
            "--set=console.port=0",
            "--set=tasks.family=nosuch");
    assertThat(rejected.err()).contains("there is no task family 'nosuch'");
    assertThat(rejected.exit()).isEqualTo(ExitCode.USAGE);

    // When it is started with other tasks
    LoadedConfig mended =
        ConfigLoader.load(
            Optional.empty(),
            Map.of(),
            List.of(
                "storage.data-folder=" + folder,
                "console.port=0",
                "tasks.demonstrations=100",
                "tasks.pool=100",
                "evaluation.heldout=10"));
    try (RunProcess process = RunProcess.whole(mended, AdminPort.fixed(0), false)) {

      // Then no changed setting is reported
      assertThat(process.notes()).isEmpty();
    }
  }
}
