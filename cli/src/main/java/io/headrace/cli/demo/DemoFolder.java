package io.headrace.cli.demo;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The demo's data folder: kept while the demo is unfinished, begun anew after it finished. Only a
 * folder that a demo made is ever emptied.
 */
public final class DemoFolder {

  private static final String UNFINISHED = "demo.unfinished";
  private static final String FINISHED = "demo.finished";

  private final Path folder;

  /** A demo's folder. */
  public DemoFolder(Path folder) {
    this.folder = folder;
  }

  /** The folder. */
  public Path path() {
    return folder;
  }

  /**
   * Makes the folder ready.
   *
   * @param fresh whether an unfinished demo is forgotten
   * @return whether an unfinished demo goes on
   * @throws HeadraceException FOLDER_IN_USE when the folder holds something else
   */
  public boolean prepare(boolean fresh) {
    try {
      boolean unfinished = Files.exists(folder.resolve(UNFINISHED));
      boolean finished = Files.exists(folder.resolve(FINISHED));
      if (unfinished && !fresh) {
        return true;
      }
      if (unfinished || finished) {
        empty();
      } else if (Files.exists(folder) && !list().isEmpty()) {
        throw new HeadraceException(
            ErrorCode.FOLDER_IN_USE,
            "[%s] the folder holds something that no demo made; name another with --data"
                .formatted(folder));
      }
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(UNFINISHED), "");
      return false;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Says that the demo came to its end. */
  public void finished() {
    try {
      Files.deleteIfExists(folder.resolve(UNFINISHED));
      Files.writeString(folder.resolve(FINISHED), "");
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private void empty() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private HeadraceException failed(IOException e) {
    return new HeadraceException(
        ErrorCode.DISK_FAILED, "[%s] can't be made ready: %s".formatted(folder, e.getMessage()), e);
  }
}
