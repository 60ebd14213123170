package io.headrace.verifier.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headrace.verifier.scorer.Score;
import io.headrace.verifier.scorer.Scorer;
import io.headrace.verifier.scorer.ScorerInput;
import io.headrace.verifier.scorer.Scorers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;

/** A verifier in a process of its own, whose scorer ends it at once, as kill -9 does. */
final class KillerProcess {

  private static final int KILLED = 9;

  private KillerProcess() {}

  /** Runs a verifier until a trace ends it or its input ends: {@code RUN BROKER}. */
  public static void main(String[] arguments) throws IOException {
    var context = VerifierRun.context(arguments[0], arguments[1]);
    try (VerifierService service =
        new VerifierService(context, new Scorers(List.of(new Killer())))) {
      service.start();
      var _ = System.in.read();
    }
  }

  private static final class Killer implements Scorer {

    @Override
    public String name() {
      return "waiting";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public Score score(ScorerInput input) {
      Runtime.getRuntime().halt(KILLED);
      return Score.right("not reached");
    }
  }

  /**
   * Starts a verifier and waits until a trace has ended it, or until nothing is left to score.
   *
   * @return whether a trace ended it
   */
  static boolean isEnded(
      String run, String bootstrapServers, Path folder, BooleanSupplier nothingLeft) {
    Path log = folder.resolve("killer.log");
    Process process = start(run, bootstrapServers, log);
    try {
      await()
          .atMost(VerifierRun.PATIENCE)
          .until(() -> !process.isAlive() || nothingLeft.getAsBoolean());
      process.getOutputStream().close();
      if (!process.waitFor(VerifierRun.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the verifier did not stop; it wrote:\n" + written(log));
      }
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("no trace ended the verifier; it wrote:\n" + written(log), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while a verifier ran", e);
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(written(log)).isIn(0, KILLED);
    return process.exitValue() == KILLED;
  }

  private static Process start(String run, String bootstrapServers, Path log) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            KillerProcess.class.getName(),
            run,
            bootstrapServers);
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String written(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
