package io.headrace.cli.doctor;

import io.headrace.cli.doctor.CheckResult.Level;
import io.headrace.cli.process.UsableModel;
import io.headrace.embedded.EmbeddedKafka;
import io.headrace.pipeline.config.KafkaMode;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.BrokerCheck;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.program.ExecutionSettings;
import io.headrace.policy.program.PolicyProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** The checks of {@code headrace doctor}. A check returns a failure as its result. */
public final class DoctorChecks {

  private static final long NEEDED_MEMORY = 4L << 30;
  private static final long NEEDED_DISK = 5L << 30;
  private static final int NEEDED_JAVA = 25;

  private DoctorChecks() {}

  /** All checks, in the order in which they are shown. */
  public static List<Supplier<CheckResult>> all(RunConfig config) {
    return List.of(
        DoctorChecks::java,
        DoctorChecks::cores,
        DoctorChecks::memory,
        () -> disk(config),
        DoctorChecks::engine,
        () -> model(config),
        () -> PrecisionCheck.of(config),
        () -> broker(config),
        () -> consolePort(config));
  }

  private static CheckResult java() {
    int version = Runtime.version().feature();
    String found = "%s, %s".formatted(Runtime.version(), System.getProperty("java.vm.name"));
    return version >= NEEDED_JAVA
        ? new CheckResult("java", Level.OK, found)
        : new CheckResult(
            "java", Level.FAILED, found + "; install a JDK %d or newer".formatted(NEEDED_JAVA));
  }

  private static CheckResult cores() {
    int cores = Runtime.getRuntime().availableProcessors();
    return cores >= 2
        ? new CheckResult("cores", Level.OK, cores + " cores")
        : new CheckResult(
            "cores", Level.WARNING, "1 core; sampling and training will wait for each other");
  }

  private static CheckResult memory() {
    var system =
        (com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    long total = system.getTotalMemorySize();
    String found = "%d MiB, Java may use %d MiB".formatted(total >> 20, maxHeap() >> 20);
    return total >= NEEDED_MEMORY
        ? new CheckResult("memory", Level.OK, found)
        : new CheckResult("memory", Level.WARNING, found + "; 4 GiB or more is advised");
  }

  private static long maxHeap() {
    return Runtime.getRuntime().maxMemory();
  }

  private static CheckResult disk(RunConfig config) {
    Path folder = config.storage().dataFolder().toAbsolutePath();
    try {
      Path existing = folder;
      while (existing.getParent() != null && !Files.exists(existing)) {
        existing = existing.getParent();
      }
      FileStore store = Files.getFileStore(existing);
      String found = "%d MiB free for %s".formatted(store.getUsableSpace() >> 20, folder);
      if (!Files.isWritable(existing)) {
        return new CheckResult(
            "disk", Level.FAILED, existing + " is not writable; set storage.data-folder");
      }
      return store.getUsableSpace() >= NEEDED_DISK
          ? new CheckResult("disk", Level.OK, found)
          : new CheckResult("disk", Level.WARNING, found + "; a run wants 5 GiB");
    } catch (IOException e) {
      return new CheckResult(
          "disk",
          Level.FAILED,
          folder + " can't be used: " + e.getMessage() + "; set storage.data-folder");
    }
  }

  private static CheckResult engine() {
    ModelConfig tiny = SmallestModel.config();
    try (PolicyProgram program = PolicyProgram.load(tiny, ExecutionSettings.generation());
        var parameters = program.parameters(1L)) {
      return new CheckResult(
          "engine",
          Level.OK,
          "PyTorch on %s, %s, %d parameters served"
              .formatted(program.device(), program.precision(), parameters.count()));
    } catch (RuntimeException | LinkageError e) {
      return new CheckResult(
          "engine",
          Level.FAILED,
          "PyTorch does not load: %s; it runs on linux-x86_64 with glibc"
              .formatted(e.getMessage()));
    }
  }

  private static CheckResult model(RunConfig config) {
    try {
      return new CheckResult(
          "model",
          Level.OK,
          UsableModel.require(config)
              .map(folder -> folder + " can be started from")
              .orElse("the run starts from no folder"));
    } catch (RuntimeException | LinkageError e) {
      return new CheckResult("model", Level.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static CheckResult broker(RunConfig config) {
    return config.kafka().mode() == KafkaMode.EXTERNAL ? external(config) : embedded();
  }

  private static CheckResult external(RunConfig config) {
    KafkaClients kafka =
        new KafkaClients(
            config.kafka().bootstrapServers(), config.kafka().properties(), EventCodec.released());
    try {
      BrokerCheck.requireAnswer(kafka);
    } catch (HeadraceException e) {
      return new CheckResult("broker", Level.FAILED, String.valueOf(e.getMessage()));
    }
    try (Admin admin = kafka.admin()) {
      var nodes = Topics.await(admin.describeCluster().nodes(), "asking the cluster for its nodes");
      return new CheckResult(
          "broker", Level.OK, "%d nodes at %s".formatted(nodes.size(), kafka.bootstrapServers()));
    } catch (RuntimeException e) {
      return new CheckResult("broker", Level.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static CheckResult embedded() {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("headrace-doctor");
      long begin = System.nanoTime();
      try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
        long millis = (System.nanoTime() - begin) / 1_000_000;
        return new CheckResult(
            "broker",
            Level.OK,
            "embedded broker served on %s after %d ms".formatted(kafka.bootstrapServers(), millis));
      }
    } catch (IOException | RuntimeException e) {
      return new CheckResult("broker", Level.FAILED, String.valueOf(e.getMessage()));
    } finally {
      delete(folder);
    }
  }

  private static void delete(@org.jspecify.annotations.Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(DoctorChecks.class)
          .warn("[{}] is left behind: {}", folder, e.getMessage());
    }
  }

  private static CheckResult consolePort(RunConfig config) {
    int port = config.console().port();
    String place = config.console().host() + ":" + port;
    try (ServerSocket socket =
        new ServerSocket(port, 1, InetAddress.getByName(config.console().host()))) {
      return new CheckResult("console", Level.OK, place + " is free, as " + socket.getLocalPort());
    } catch (IOException e) {
      return new CheckResult(
          "console",
          Level.WARNING,
          "%s can't be used: %s; set console.port to another port"
              .formatted(place, e.getMessage()));
    }
  }
}
