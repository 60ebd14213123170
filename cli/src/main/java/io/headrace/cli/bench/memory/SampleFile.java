package io.headrace.cli.bench.memory;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.FileProblem;
import io.headrace.pipeline.error.HeadraceException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes samples as comma-separated values, line by line; writes nothing without a path. */
final class SampleFile implements AutoCloseable {

  private final Path path;
  private final @Nullable BufferedWriter writer;

  private SampleFile(Path path, @Nullable BufferedWriter writer) {
    this.path = path;
    this.writer = writer;
  }

  static SampleFile open(Optional<Path> path) {
    if (path.isEmpty()) {
      return new SampleFile(Path.of(""), null);
    }
    try {
      SampleFile file = new SampleFile(path.get(), Files.newBufferedWriter(path.get()));
      file.line(
          "seconds,process,resident_mb,proportional_mb,heap_used_mb,heap_committed_mb,direct_mb,"
              + "malloc_mb,live_arrays");
      return file;
    } catch (IOException e) {
      throw failed(path.get(), e);
    }
  }

  void add(String process, MemorySample sample) {
    line(
        String.format(
            Locale.ROOT,
            "%.1f,%s,%.2f,%.2f,%.2f,%.2f,%.3f,%.3f,%.0f",
            sample.seconds(),
            process,
            sample.resident(),
            sample.proportional(),
            sample.heapUsed(),
            sample.heapCommitted(),
            sample.direct(),
            sample.malloc(),
            sample.arrays()));
  }

  private void line(String text) {
    if (writer == null) {
      return;
    }
    try {
      writer.write(text);
      writer.newLine();
      writer.flush();
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private static HeadraceException failed(Path path, IOException e) {
    return new HeadraceException(
        ErrorCode.DISK_FAILED,
        "[%s] samples can't be written: %s".formatted(path, FileProblem.of(e)),
        e);
  }

  @Override
  public void close() {
    try {
      if (writer != null) {
        writer.close();
      }
    } catch (IOException e) {
      throw failed(path, e);
    }
  }
}
