package io.headrace.learner.checkpoint;

import io.headrace.pipeline.weights.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The digest file of a checkpoint folder, {@code SHA256SUMS}, in the form that {@code sha256sum
 * --check} reads. It is written last: a folder without it is unfinished.
 */
final class Checksums {

  private static final String FILE = "SHA256SUMS";
  private static final String SEPARATOR = "  ";

  private Checksums() {}

  /** Forces every file of a folder to disk and writes their digests beside them. */
  static void apply(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files(folder)) {
      force(file);
      lines.add(Sha256.of(file) + SEPARATOR + relative(folder, file));
    }
    Path checksums = folder.resolve(FILE);
    Files.write(checksums, lines);
    force(checksums);
    force(folder);
  }

  /** What is wrong with a folder, in words, or nothing. */
  static Optional<String> damage(Path folder) throws IOException {
    Path checksums = folder.resolve(FILE);
    if (!Files.isRegularFile(checksums)) {
      return Optional.of("it has no " + FILE + ", so it was never finished");
    }
    for (String line : Files.readAllLines(checksums)) {
      String[] parts = line.split(SEPARATOR, 2);
      Path file = parts.length == 2 ? folder.resolve(parts[1]) : checksums;
      if (!Files.isRegularFile(file)) {
        return Optional.of(parts[1] + " is missing");
      }
      if (!Sha256.of(file).equals(parts[0])) {
        return Optional.of(
            relative(folder, file) + " is not what was written: its SHA-256 differs");
      }
    }
    return Optional.empty();
  }

  /** Forces a file's content, or a folder's list of names, to disk. */
  static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String relative(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }
}
