package io.headrace.pipeline.error;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Recognizes a full disk, which reaches the caller under many exceptions, and says so. */
public final class FullDisk {

  /** What operating systems, and libraries in their words, call it. */
  private static final List<String> WORDS =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          "There is not enough space on the disk");

  /** Causes that are looked through; a chain may be a circle. */
  private static final int DEEPEST = 32;

  /** Below this much nothing of a run can be written, in bytes. */
  private static final long NOTHING = 64L << 10;

  /** A failure with less space than this has the disk as its likely cause, in bytes. */
  private static final long LITTLE = 16L << 20;

  private FullDisk() {}

  /** Whether the text of a message says that a disk is full. */
  public static boolean isNamedIn(String message) {
    return WORDS.stream().anyMatch(message::contains);
  }

  /** Whether a failure, or one behind it, says that a disk is full. */
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

  /** The sentence for a folder on whose disk nothing can be written any more; empty when it can. */
  public static Optional<String> of(Path folder) {
    return withLess(folder, NOTHING);
  }

  /** The message of a failure, with the full disk behind it where the message does not name it. */
  public static String messageOf(Throwable problem) {
    String message = String.valueOf(problem.getMessage());
    return isBehind(problem) && !message.contains(" is full")
        ? message + ": the disk is full; free space there and start again"
        : message;
  }

  /**
   * The sentence for a folder whose disk is the likely cause of a failure, since hardly any space
   * is left on it; empty when it is not.
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
