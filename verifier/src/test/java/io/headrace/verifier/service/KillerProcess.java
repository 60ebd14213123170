package io.headrace.verifier.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headrace.verifier.family.AdditionScorer;
import io.headrace.verifier.scorer.GroupInput;
import io.headrace.verifier.scorer.GroupScorer;
import io.headrace.verifier.scorer.PureScorer;
import io.headrace.verifier.scorer.Score;
import io.headrace.verifier.scorer.ScorerInput;
import io.headrace.verifier.scorer.Scorers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A verifier in a process of its own, one of whose scorers ends it, as kill -9 does. It also scores
 * additions, or is scoring them when it ends.
 */
final class KillerProcess {

  private static final int KILLED = 9;
  private static final Duration LOOK = Duration.ofMillis(500);

  /** More than a test lets a verifier hold. */
  private static final int THREADS = 16;

  private KillerProcess() {}

  /** Runs a verifier until a trace ends it or its input ends: {@code RUN BROKER BESIDE OWN}. */
  public static void main(String[] arguments) throws IOException {
    var context = VerifierRun.context(arguments[0], arguments[1], "verifier.threads=" + THREADS);
    var beside = new CountDownLatch(Integer.parseInt(arguments[2]));
    PureScorer addition = beside.getCount() == 0 ? new AdditionScorer() : new Held(beside);
    try (VerifierService service =
        new VerifierService(
            context,
            new Scorers(
                List.of(
                    addition,
                    new Killer(beside, Boolean.parseBoolean(arguments[3])),
                    new GroupKiller())))) {
      service.start();
      var _ = System.in.read();
    }
  }

  /** Does not answer until its process ends. */
  private record Held(CountDownLatch beside) implements PureScorer {

    @Override
    public String name() {
      return "addition";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public Score score(ScorerInput input) {
      beside.countDown();
      return awaitForever();
    }
  }

  private static Score awaitForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("not reached");
  }

  /** Ends the process once the others are being scored. */
  private record Killer(CountDownLatch beside, boolean hasOwnQueue) implements PureScorer {

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
      try {
        beside.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      Runtime.getRuntime().halt(KILLED);
      return awaitForever();
    }
  }

  /** Ends the process when it is asked for a group. */
  private record GroupKiller() implements GroupScorer {

    @Override
    public String name() {
      return RankingScorer.NAME;
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public CompletionStage<List<Score>> score(GroupInput group) {
      Runtime.getRuntime().halt(KILLED);
      return new CompletableFuture<>();
    }
  }

  /**
   * Starts a verifier and waits until a trace has ended it, or until nothing is left to score.
   *
   * @param beside how many additions are being scored when the trace ends it; with 0 they are
   *     scored
   * @return whether a trace ended it
   */
  static boolean isEnded(VerifierRun run, Path folder, int beside, BooleanSupplier nothingLeft) {
    return isEnded(run, folder, beside, false, nothingLeft);
  }

  /**
   * As above.
   *
   * @param ownQueue whether the scorer that ends the verifier has a queue of its own
   */
  static boolean isEnded(
      VerifierRun run, Path folder, int beside, boolean ownQueue, BooleanSupplier nothingLeft) {
    Path log = folder.resolve("killer.log");
    Process process = start(run, beside, ownQueue, log);
    try {
      await()
          .atMost(VerifierRun.PATIENCE)
          .pollInterval(LOOK)
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

  private static Process start(VerifierRun run, int beside, boolean ownQueue, Path log) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            KillerProcess.class.getName(),
            run.id(),
            run.bootstrapServers(),
            String.valueOf(beside),
            String.valueOf(ownQueue));
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
