package io.headrace.cli.bench.memory;

import io.headrace.cli.process.NativeMemoryMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Reads a process's memory from {@code /proc} and from its metrics. */
final class MemoryReader implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final double KIBIBYTE = 1024;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  /** Samples a process; a value that can't be read is NaN. */
  MemorySample read(long pid, int port, double seconds) {
    Path proc = Path.of("/proc", String.valueOf(pid));
    List<String> metrics = metrics(port);
    return new MemorySample(
        seconds,
        kibibytes(proc.resolve("status"), "VmRSS:"),
        kibibytes(proc.resolve("smaps_rollup"), "Pss:"),
        bytes(metrics, "jvm_memory_used_bytes", line -> line.contains("area=\"heap\"")),
        bytes(metrics, "jvm_memory_committed_bytes", line -> line.contains("area=\"heap\"")),
        bytes(metrics, "jvm_buffer_memory_used_bytes", line -> line.contains("id=\"direct\"")),
        bytes(metrics, NativeMemoryMetrics.MALLOC, _ -> true),
        sum(metrics, NativeMemoryMetrics.ARRAYS, _ -> true));
  }

  /** The value of a line such as {@code VmRSS: 1234 kB}, in MB. */
  private static double kibibytes(Path file, String name) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Double.parseDouble(line.split("\\s+", -1)[1]))
          .map(value -> value * KIBIBYTE / MemorySample.MEGABYTE)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private List<String> metrics(int port) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .timeout(LIMIT)
            .build();
    try {
      return http.send(request, BodyHandlers.ofString()).body().lines().toList();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static double bytes(List<String> metrics, String name, Predicate<String> filter) {
    return sum(metrics, name, filter) / MemorySample.MEGABYTE;
  }

  /** Sums the lines {@code name{tags} value} of a metric. */
  private static double sum(List<String> metrics, String name, Predicate<String> filter) {
    double[] values =
        metrics.stream()
            .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
            .filter(filter)
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .toArray();
    return values.length == 0 ? Double.NaN : Arrays.stream(values).sum();
  }

  @Override
  public void close() {
    http.close();
  }
}
