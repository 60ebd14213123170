package io.headrace.cli.bench.memory;

import io.headrace.cli.output.Format;
import io.headrace.cli.output.Terminal;
import io.headrace.cli.process.UntilDone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** {@code headrace bench memory}: starts the processes, measures them and prints the result. */
public final class MemoryMeasurement {

  /** The result of the measurement. */
  public enum Result {
    FLAT,
    GROWS,
    UNDECIDED
  }

  private MemoryMeasurement() {}

  /**
   * Measures. The processes' temporary folder is deleted at the end.
   *
   * @throws io.headrace.pipeline.error.HeadraceException when a process ends or no step is
   *     completed
   */
  public static Result run(MemoryPlan plan, Terminal terminal, Format format) {
    if (!Files.isReadable(Path.of("/proc/self/status"))) {
      throw new IllegalArgumentException(
          "memory of processes is read from /proc, which this system does not have; use Linux");
    }
    UntilDone until = UntilDone.watchingSignals();
    Path folder = temporaryFolder();
    try (SampleFile file = SampleFile.open(plan.csv());
        MemoryReader reader = new MemoryReader();
        RunningLoop loop = RunningLoop.start(plan, folder)) {
      terminal.message(
          "%d processes run; warm-up %d s"
              .formatted(loop.processes().size(), plan.warmUp().toSeconds()));
      MemoryReport report =
          new MemoryBenchmark(plan, loop, file, terminal::progress, until, reader).run();
      show(report, terminal, format);
      return result(report);
    } finally {
      delete(folder);
    }
  }

  private static void show(MemoryReport report, Terminal terminal, Format format) {
    if (format == Format.JSON) {
      terminal.data(report.json());
      return;
    }
    report.table().forEach(terminal::data);
    terminal.data(report.summary());
  }

  private static Result result(MemoryReport report) {
    if (report.grows()) {
      return Result.GROWS;
    }
    return report.flat() ? Result.FLAT : Result.UNDECIDED;
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("headrace-bench-memory");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
