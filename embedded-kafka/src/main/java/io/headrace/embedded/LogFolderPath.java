package io.headrace.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The path of the log folder in Kafka's configuration. Kafka's setting is a list that is split at
 * commas and stripped of blanks, without an escape. For a folder whose path has these, the path is
 * a symbolic link in the folder for temporary files. It is removed with the broker; links of killed
 * processes are removed when the next link is created.
 */
final class LogFolderPath implements AutoCloseable {

  /** The link's name in its folder. */
  static final String LINK = "log";

  private final Path path;
  private final Optional<Path> linkFolder;

  private LogFolderPath(Path path, Optional<Path> linkFolder) {
    this.path = path;
    this.linkFolder = linkFolder;
  }

  /**
   * A path of a folder that is valid in Kafka's configuration.
   *
   * @throws IOException when a link is needed and can't be created
   */
  static LogFolderPath of(Path folder) throws IOException {
    if (isPlain(folder)) {
      return new LogFolderPath(folder, Optional.empty());
    }
    return linked(folder, temporary());
  }

  /** A symbolic link below the folder for temporary files. */
  static LogFolderPath linked(Path folder, Path temporary) throws IOException {
    StaleLinks.remove(temporary);
    Path parent = Files.createTempDirectory(temporary, StaleLinks.prefix());
    Path link = parent.resolve(LINK);
    try {
      return new LogFolderPath(Files.createSymbolicLink(link, folder), Optional.of(parent));
    } catch (IOException e) {
      Files.delete(parent);
      throw e;
    }
  }

  private static Path temporary() throws IOException {
    return Stream.of(
            System.getProperty("java.io.tmpdir", "/tmp"),
            "/tmp",
            System.getProperty("user.home", "/tmp"))
        .map(Path::of)
        .filter(folder -> isPlain(folder) && Files.isWritable(folder))
        .findFirst()
        .orElseThrow(
            () ->
                new IOException("no writable folder for temporary files has a path without comma"));
  }

  private static boolean isPlain(Path folder) {
    String path = folder.toString();
    return path.indexOf(',') < 0 && path.strip().equals(path);
  }

  /** The path for Kafka's configuration. */
  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      if (linkFolder.isPresent()) {
        Files.deleteIfExists(path);
        Files.deleteIfExists(linkFolder.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
