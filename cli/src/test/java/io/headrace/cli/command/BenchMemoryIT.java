package io.headrace.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shortest measurement, of one process; its result is not tested. */
class BenchMemoryIT {

  @TempDir private Path folder;

  @Test
  void measuresALoopThatTakesSteps() throws Exception {
    // Given
    Path csv = folder.resolve("samples.csv");
    String[] command =
        ("bench memory --one-process --minutes 0.5 --heap 512MiB --limit 100000 -o json --csv "
                + csv)
            .split(" ", -1);

    // When
    CommandRun run = CommandRun.of(command);

    // Then
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.OK);
    JsonNode report = new ObjectMapper().readTree(run.out());
    assertThat(report.path("steps").asLong()).isPositive();
    assertThat(report.path("processes"))
        .singleElement()
        .satisfies(
            process -> {
              assertThat(process.path("process").asText()).isEqualTo("all");
              assertThat(process.path("residentAtEndMb").asDouble()).isGreaterThan(512);
              assertThat(process.path("liveHeapAtEndMb").asDouble()).isBetween(1.0, 512.0);
              assertThat(process.path("verdict").asText()).isEqualTo("flat");
            });
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines.getFirst()).startsWith("seconds,process,resident_mb");
    assertThat(lines.getLast()).doesNotContain("NaN");
  }
}
