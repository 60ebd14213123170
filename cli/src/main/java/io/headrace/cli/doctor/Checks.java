package io.headrace.cli.doctor;

import io.headrace.cli.doctor.Finding.Level;
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

/** The checks of {@code headrace doctor}; each has a deadline of its own and throws nothing. */
public final class Checks {

  private static final long NEEDED_MEMORY = 4L << 30;
  private static final long NEEDED_DISK = 5L << 30;
  private static final int NEEDED_JAVA = 25;

  private Checks() {}

  /** All checks, in the order in which they make sense to a reader. */
  public static List<Supplier<Finding>> all(RunConfig config) {
    return List.of(
        Checks::java,
        Checks::cores,
        Checks::memory,
        () -> disk(config),
        Checks::engine,
        () -> model(config),
        () -> PrecisionCheck.of(config),
        () -> broker(config),
        () -> consolePort(config));
  }

  private static Finding java() {
    int version = Runtime.version().feature();
    String found = "%s, %s".formatted(Runtime.version(), System.getProperty("java.vm.name"));
    return version >= NEEDED_JAVA
        ? new Finding("java", Level.OK, found)
        : new Finding(
            "java", Level.FAILED, found + "; install a JDK %d or newer".formatted(NEEDED_JAVA));
  }

  private static Finding cores() {
    int cores = Runtime.getRuntime().availableProcessors();
    return cores >= 2
        ? new Finding("cores", Level.OK, cores + " cores")
        : new Finding(
            "cores", Level.WARNING, "1 core; sampling and training will wait for each other");
  }

  private static Finding memory() {
    var system =
        (com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    long total = system.getTotalMemorySize();
    String found = "%d MiB, Java may use %d MiB".formatted(total >> 20, maxHeap() >> 20);
    return total >= NEEDED_MEMORY
        ? new Finding("memory", Level.OK, found)
        : new Finding("memory", Level.WARNING, found + "; 4 GiB or more is advised");
  }

  private static long maxHeap() {
    return Runtime.getRuntime().maxMemory();
  }

  private static Finding disk(RunConfig config) {
    Path folder = config.storage().dataFolder().toAbsolutePath();
    try {
      Path existing = folder;
      while (existing.getParent() != null && !Files.exists(existing)) {
        existing = existing.getParent();
      }
      FileStore store = Files.getFileStore(existing);
      String found = "%d MiB free for %s".formatted(store.getUsableSpace() >> 20, folder);
      if (!Files.isWritable(existing)) {
        return new Finding(
            "disk", Level.FAILED, existing + " is not writable; set storage.data-folder");
      }
      return store.getUsableSpace() >= NEEDED_DISK
          ? new Finding("disk", Level.OK, found)
          : new Finding("disk", Level.WARNING, found + "; a run wants 5 GiB");
    } catch (IOException e) {
      return new Finding(
          "disk",
          Level.FAILED,
          folder + " can't be used: " + e.getMessage() + "; set storage.data-folder");
    }
  }

  private static Finding engine() {
    ModelConfig tiny = TinyModel.config();
    try (PolicyProgram program = PolicyProgram.load(tiny, ExecutionSettings.generation());
        var parameters = program.parameters(1L)) {
      return new Finding(
          "engine",
          Level.OK,
          "PyTorch on %s, %s, %d parameters served"
              .formatted(program.device(), program.precision(), parameters.count()));
    } catch (RuntimeException | LinkageError e) {
      return new Finding(
          "engine",
          Level.FAILED,
          "PyTorch does not load: %s; it runs on linux-x86_64 with glibc"
              .formatted(e.getMessage()));
    }
  }

  private static Finding model(RunConfig config) {
    try {
      return new Finding(
          "model",
          Level.OK,
          UsableModel.require(config)
              .map(folder -> folder + " can be started from")
              .orElse("the run starts from no folder"));
    } catch (RuntimeException | LinkageError e) {
      return new Finding("model", Level.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static Finding broker(RunConfig config) {
    return config.kafka().mode() == KafkaMode.EXTERNAL ? external(config) : embedded();
  }

  private static Finding external(RunConfig config) {
    KafkaClients kafka =
        new KafkaClients(
            config.kafka().bootstrapServers(), config.kafka().properties(), EventCodec.released());
    try {
      BrokerCheck.requireAnswer(kafka);
    } catch (HeadraceException e) {
      return new Finding("broker", Level.FAILED, String.valueOf(e.getMessage()));
    }
    try (Admin admin = kafka.admin()) {
      var nodes = Topics.await(admin.describeCluster().nodes(), "asking the cluster for its nodes");
      return new Finding(
          "broker", Level.OK, "%d nodes at %s".formatted(nodes.size(), kafka.bootstrapServers()));
    } catch (RuntimeException e) {
      return new Finding("broker", Level.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static Finding embedded() {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("headrace-doctor");
      long begin = System.nanoTime();
      try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
        long millis = (System.nanoTime() - begin) / 1_000_000;
        return new Finding(
            "broker",
            Level.OK,
            "embedded broker served on %s after %d ms".formatted(kafka.bootstrapServers(), millis));
      }
    } catch (IOException | RuntimeException e) {
      return new Finding("broker", Level.FAILED, String.valueOf(e.getMessage()));
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
      org.slf4j.LoggerFactory.getLogger(Checks.class)
          .warn("[{}] is left behind: {}", folder, e.getMessage());
    }
  }

  private static Finding consolePort(RunConfig config) {
    int port = config.console().port();
    String place = config.console().host() + ":" + port;
    try (ServerSocket socket =
        new ServerSocket(port, 1, InetAddress.getByName(config.console().host()))) {
      return new Finding("console", Level.OK, place + " is free, as " + socket.getLocalPort());
    } catch (IOException e) {
      return new Finding(
          "console",
          Level.WARNING,
          "%s can't be listened on: %s; set console.port".formatted(place, e.getMessage()));
    }
  }
}
