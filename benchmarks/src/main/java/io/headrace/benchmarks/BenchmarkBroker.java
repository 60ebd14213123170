package io.headrace.benchmarks;

import io.headrace.embedded.EmbeddedKafka;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An embedded broker in a temporary folder, which is deleted on close. */
final class BenchmarkBroker implements AutoCloseable {

  private final Path folder;
  private final EmbeddedKafka kafka;

  private BenchmarkBroker(Path folder) {
    this.folder = folder;
    this.kafka = EmbeddedKafka.start(folder.resolve("broker"));
  }

  static BenchmarkBroker start() {
    try {
      return new BenchmarkBroker(Files.createTempDirectory("headrace-bench"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Clients with the same settings as those of the services. */
  KafkaClients clients() {
    return new KafkaClients(kafka.bootstrapServers(), Map.of(), EventCodec.released());
  }

  /** A folder for files of the benchmark. */
  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    kafka.close();
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
