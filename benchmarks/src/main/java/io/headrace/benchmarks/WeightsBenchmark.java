package io.headrace.benchmarks;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.id.RunId;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.pipeline.weights.WeightsBundle;
import io.headrace.pipeline.weights.WeightsFollower;
import io.headrace.pipeline.weights.WeightsPublisher;
import io.headrace.schemas.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;

/**
 * Measures the latency of weights through the log: from the start of the transaction that publishes
 * a version of 2 MB until a worker has its files, verified by SHA-256, on disk. The worker follows
 * on its own thread, as in a run; versions are published one after the other.
 */
public final class WeightsBenchmark {

  private static final String RUN = "bench-weights";
  private static final int BYTES = 2 << 20;
  private static final int WARM_UP = 10;
  private static final int VERSIONS = 60;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);

  private WeightsBenchmark() {}

  private record Arrival(WeightsBundle bundle, long nanos) {}

  /** Runs the benchmark. */
  public static List<Measurement> run() {
    return run(WARM_UP, VERSIONS);
  }

  /**
   * Runs the benchmark.
   *
   * @param warmUp number of versions for warm-up
   * @param versions number of measured versions
   */
  static List<Measurement> run(int warmUp, int versions) {
    try (BenchmarkBroker broker = BenchmarkBroker.start()) {
      RunConfig config = ConfigLoader.defaults().config();
      KafkaClients kafka = broker.clients();
      try (Admin admin = kafka.admin()) {
        Topics.create(admin, new RunId(RUN), config.kafka());
      }
      double[] millis =
          publishAll(kafka, config, broker.folder(), model(broker.folder()), warmUp + versions);
      return measurements(Arrays.copyOfRange(millis, warmUp, millis.length));
    }
  }

  private static List<Measurement> measurements(double[] millis) {
    double p50 = Repeats.percentile(millis, 0.5);
    return List.of(
        new Measurement("weights publish to serve, p50", p50, "ms"),
        new Measurement("weights publish to serve, p95", Repeats.percentile(millis, 0.95), "ms"),
        new Measurement("weights publish to serve, worst", Repeats.percentile(millis, 1), "ms"),
        new Measurement("weights published", BYTES / 1e3 / p50, "MB/s"));
  }

  private static double[] publishAll(
      KafkaClients kafka, RunConfig config, Path folder, Path model, int versions) {
    BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(versions);
    AtomicBoolean done = new AtomicBoolean();
    Thread worker =
        Thread.ofPlatform()
            .name("worker")
            .daemon()
            .start(() -> follow(kafka, folder, arrivals, done));
    try (var producer = kafka.transactionalProducer(RUN + "-learner", LIMIT)) {
      producer.initTransactions();
      var publisher =
          new WeightsPublisher(producer, RUN, config.weights(), folder.resolve("shared"));
      double[] millis = new double[versions];
      for (int version = 0; version < versions; version++) {
        long begin = System.nanoTime();
        producer.beginTransaction();
        publisher.publish(release(version), model);
        producer.commitTransaction();
        millis[version] = (await(arrivals, version).nanos() - begin) / 1e6;
      }
      return millis;
    } finally {
      done.set(true);
      join(worker);
    }
  }

  private static void follow(
      KafkaClients kafka, Path folder, BlockingQueue<Arrival> arrivals, AtomicBoolean done) {
    try (WeightsFollower follower =
        WeightsFollower.open(kafka, RUN, "worker", folder.resolve("cache"))) {
      while (!done.get()) {
        follower
            .poll(POLL)
            .ifPresent(bundle -> arrivals.add(new Arrival(bundle, System.nanoTime())));
      }
    }
  }

  private static void join(Thread worker) {
    try {
      worker.join(LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Arrival await(BlockingQueue<Arrival> arrivals, long version) {
    try {
      Optional<Arrival> arrival =
          Optional.ofNullable(arrivals.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
      return arrival
          .filter(arrived -> arrived.bundle().version().value() == version)
          .orElseThrow(
              () ->
                  new HeadraceException(
                      ErrorCode.TIMED_OUT,
                      "[bench] weights version %d did not arrive within %s; look at the log above"
                          .formatted(version, LIMIT)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeadraceException(ErrorCode.TIMED_OUT, "[bench] interrupted", e);
    }
  }

  private static WeightsPublisher.Release release(long version) {
    return new WeightsPublisher.Release(
        new WeightsVersion(version),
        version,
        Stage.RL,
        BYTES / 4,
        "step-" + version,
        Instant.now());
  }

  private static Path model(Path folder) {
    try {
      Path model = Files.createDirectories(folder.resolve("model"));
      byte[] bytes = new byte[BYTES];
      new SplittableRandom(1).nextBytes(bytes);
      Files.write(model.resolve("model.safetensors"), bytes);
      Files.writeString(model.resolve("config.json"), "{}");
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
