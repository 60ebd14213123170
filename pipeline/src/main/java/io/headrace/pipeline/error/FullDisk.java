package io.headrace.pipeline.error;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Recognizes a full disk behind exceptions of several types, and describes it. */
public final class FullDisk {

  /** Messages of operating systems for a full disk; libraries pass them on. */
  private static final List<String> WORDS =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          "There is not enough space on the disk");

  /** Maximum number of causes searched, since a chain of causes may be cyclic. */
  private static final int DEEPEST = 32;

  /** Free space below which a run can't write anything, in bytes. */
  private static final long NOTHING = 64L << 10;

  /** Free space below which the disk is the likely cause of a failure, in bytes. */
  private static final long LITTLE = 16L << 20;

  private FullDisk() {}

  /** Whether a message contains an operating system's text for a full disk. */
  public static boolean isNamedIn(String message) {
    return WORDS.stream().anyMatch(message::contains);
  }

  /** Whether a failure or one of its causes was a full disk. */
  public static boolean isBehind(Throwable problem) {
    Throwable at = problem;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      String message = at.getMessage();
      if (message != null && isNamedIn(message)) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }

  /** The message for a folder whose disk has no space left; empty when it has space. */
  public static Optional<String> of(Path folder) {
    return withLess(folder, NOTHING);
  }

  /** The message of a failure, extended by the full disk that caused it if it does not name it. */
  public static String messageOf(Throwable problem) {
    String message = String.valueOf(problem.getMessage());
    return isBehind(problem) && !message.contains(" is full")
        ? message + ": the disk is full; free space there and start again"
        : message;
  }

  /**
   * The message for a folder whose disk has so little space that it is the likely cause of a
   * failure; empty otherwise.
   */
  public static Optional<String> behindFailureIn(Path folder) {
    return withLess(folder, LITTLE);
  }

  private static Optional<String> withLess(Path folder, long bytes) {
    try {
      FileStore disk = Files.getFileStore(existing(folder));
      return disk.getUsableSpace() < bytes ? Optional.of(sentence(folder, disk)) : Optional.empty();
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  private static Path existing(Path folder) {
    Path at = folder.toAbsolutePath();
    while (at.getParent() != null && !Files.exists(at)) {
      at = at.getParent();
    }
    return at;
  }

  private static String sentence(Path folder, FileStore disk) throws IOException {
    return ("[%s] the disk of this folder is full: %d of %d MiB are free, a run wants 5 GiB; free"
            + " space or name a folder on another disk with storage.data-folder, then start again")
        .formatted(folder, disk.getUsableSpace() >> 20, disk.getTotalSpace() >> 20);
  }
}
