package io.headrace.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages and exit codes for wrong usage. With a time limit, since a service that starts in spite
 * of it serves until it is stopped.
 */
@Timeout(300)
class UsageTest {

  @TempDir private Path folder;

  @Test
  void unknownCommandPointsToHelp() {
    CommandRun run = CommandRun.of("dmeo");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("dmeo").contains("try: headrace --help");
  }

  @Test
  void unknownServiceListsTheServices() {
    CommandRun run = CommandRun.of("start", "trainer");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "headrace: there is no service 'trainer'; choose one of broker, curriculum,"
                + " rollout-worker, verifier, reward-service, learner, console");
  }

  @Test
  void restartOptionsAreChecked() {
    assertThat(CommandRun.of("bench", "restart", "--only", "broker").err())
        .contains("--only is one of console, reward-service, verifier, rollout-worker, learner,");
    assertThat(CommandRun.of("bench", "restart", "--groups", "2000").err())
        .contains("--groups must be above 2000");
    assertThat(CommandRun.of("bench", "events", "--only", "console").exit())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void serviceWithoutABrokerNamesTheCommandsThatStartOne() {
    CommandRun run = CommandRun.of("start", "learner", "--set", "storage.data-folder=" + folder);

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("no embedded broker runs").contains("headrace start broker");
  }

  @Test
  void theBrokerOfARunThatUsesAnExternalOneIsNotStarted() {
    CommandRun run =
        CommandRun.of(
            "start",
            "broker",
            "--set",
            "kafka.mode=external",
            "--set",
            "kafka.bootstrap-servers=kafka-1:9092",
            "--set",
            "storage.data-folder=" + folder);

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("external broker at kafka-1:9092").hasLineCount(1);
  }

  @Test
  void missingModelFolderIsReportedInOneSentence() {
    CommandRun run =
        CommandRun.of("generate", "--model", folder.resolve("none").toString(), "--prompt", "1+1=");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("there is no such folder").hasLineCount(1);
  }

  @Test
  void topicsAreListedWithoutABrokerToo() {
    CommandRun run = CommandRun.of("topics", "--set", "storage.data-folder=" + folder);

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("demo.scored-groups").contains("GroupRequest");
    assertThat(run.err()).contains("sizes are not shown");
  }

  @Test
  void missingConfigFileIsNamed() {
    CommandRun run = CommandRun.of("up", "--config", folder.resolve("no.yaml").toString());

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("no.yaml").contains("there is no such file");
  }
}
