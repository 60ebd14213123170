package io.headrace.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {

  @TempDir private Path folder;

  @Test
  void originIsPrintedForEachValue() throws IOException {
    // Given
    Path file =
        Files.writeString(folder.resolve("run.yaml"), "run: mine\nlearner:\n  threads: 3\n");

    // When
    CommandRun run =
        CommandRun.of(
            "config", "print", "--origin", "-c", file.toString(), "--set", "learner.rl.tau=0.2");

    // Then
    assertThat(run.exit()).isZero();
    assertThat(run.out().lines())
        .anyMatch(line -> line.matches("run +mine +run\\.yaml:1"))
        .anyMatch(line -> line.matches("learner\\.threads +3 +run\\.yaml:3"))
        .anyMatch(line -> line.matches("learner\\.rl\\.tau +0\\.2 +--set learner\\.rl\\.tau"))
        .anyMatch(line -> line.matches("learner\\.rl\\.baseline +mean +default"));
  }

  @Test
  void unknownKeyIsReportedInOneSentenceWithFileAndNearestKey() throws IOException {
    Path file = Files.writeString(folder.resolve("run.yaml"), "learner:\n  rl:\n    taus: 0.2\n");

    CommandRun run = CommandRun.of("config", "print", "-c", file.toString());

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "headrace: [run.yaml:3] unknown key learner.rl.taus; did you mean learner.rl.tau?");
  }

  @Test
  void secretsAreNotPrinted() throws IOException {
    Path file = Files.writeString(folder.resolve("run.yaml"), "console: {token: s3cret}\n");

    CommandRun text = CommandRun.of("config", "print", "-c", file.toString());
    CommandRun json = CommandRun.of("config", "print", "-o", "json", "-c", file.toString());

    assertThat(text.out()).contains("console.token: (hidden)").doesNotContain("s3cret");
    assertThat(json.out()).contains("\"console.token\":\"(hidden)\"").doesNotContain("s3cret");
  }

  @Test
  void printedConfigurationCanBeReadAsTheSameSettings() throws IOException {
    // Given text that YAML would read as numbers, booleans or structure
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            run: 007
            storage: {data-folder: 12_34}
            console: {host: no}
            sampling: {stop: [no, 1.0, 1e3, '~']}
            tasks: {prompt-template: 'Q: "{question}" #1'}
            """);

    // When it is printed, and the output is read and printed again
    CommandRun printed = CommandRun.of("config", "print", "-c", file.toString());
    Path again = Files.writeString(folder.resolve("again.yaml"), printed.out());
    CommandRun reprinted = CommandRun.of("config", "print", "-c", again.toString());

    // Then
    assertThat(printed.out().lines())
        .contains(
            "run: 007",
            "storage.data-folder: 12_34",
            "console.host: no",
            "sampling.stop: [\"no\",\"1.0\",\"1e3\",\"~\"]",
            "tasks.prompt-template: \"Q: \\\"{question}\\\" #1\"");
    assertThat(reprinted.err()).isEmpty();
    assertThat(reprinted.out()).isEqualTo(printed.out());
  }
}
