package io.headrace.rollout;

import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.service.ServiceContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A rollout worker in a process of its own, so that it can be killed with SIGKILL or suspended with
 * SIGSTOP. It has one consumer, which therefore receives redelivered requests itself.
 */
final class WorkerProcess {

  private static final String SAMPLES = "worker.samples";

  private final Process process;
  private final Path folder;

  private WorkerProcess(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /** Runs a worker until the process dies: {@code RUN BROKER FOLDER [ENGINE]}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[2]);
    RunConfig config = WorkerRun.config(arguments[0], folder, 1);
    Optional<URI> engine =
        arguments.length > 3 ? Optional.of(URI.create(arguments[3])) : Optional.empty();
    var context =
        new ServiceContext(
            config,
            new KafkaClients(arguments[1], Map.of(), EventCodec.released()),
            new SimpleMeterRegistry(),
            Clock.systemUTC(),
            "killed");
    try (RolloutService worker =
        new RolloutService(context, BackendKind.open(engine, config.rollout()))) {
      worker.start();
      Awaitility.await()
          .atMost(170, TimeUnit.SECONDS)
          .pollInterval(10, TimeUnit.MILLISECONDS)
          .until(() -> worker.status().metrics().getOrDefault(RolloutMetrics.BUSY_SLOTS, 0.0) > 0);
      Files.createFile(folder.resolve(SAMPLES));
      new CountDownLatch(1).await();
    }
  }

  /**
   * Starts one.
   *
   * @param engine address of the engine that it samples with; empty for decoders of its own
   */
  static WorkerProcess start(
      String run, String bootstrapServers, Path folder, Optional<URI> engine) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> arguments =
        Stream.concat(
                Stream.of(run, bootstrapServers, folder.toString()),
                engine.map(URI::toString).stream())
            .toList();
    List<String> command =
        List.of(
            java.toString(),
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            WorkerProcess.class.getName());
    try {
      Process process =
          new ProcessBuilder(Stream.concat(command.stream(), arguments.stream()).toList())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("worker.log").toFile())
              .start();
      return new WorkerProcess(process, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it has begun to sample; fails when the process has ended. */
  boolean isSampling() {
    if (!process.isAlive()) {
      throw new AssertionError("the worker ended unexpectedly; it wrote:\n" + log());
    }
    return Files.exists(folder.resolve(SAMPLES));
  }

  /** Suspends all of its threads, as a long pause of its machine would. */
  void suspend() {
    signal("STOP");
  }

  /** Ends {@link #suspend}. */
  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
      if (!kill.waitFor(60, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new AssertionError("the worker did not take signal " + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the worker was signalled", e);
    }
  }

  /** kill -9. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("the worker does not die");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the worker was killed", e);
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("worker.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
