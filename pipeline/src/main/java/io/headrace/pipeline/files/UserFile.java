package io.headrace.pipeline.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Opens files that users name; an exception describes one that can't be used. */
public final class UserFile {

  private UserFile() {}

  /**
   * Opens a file.
   *
   * @return its bytes from the first one; closed by the caller
   * @throws UnusableFileException if it is a folder, a dangling link, or not of the expected format
   * @throws java.nio.file.NoSuchFileException if no such file exists
   * @throws IOException if the file system refuses it
   */
  public static InputStream open(Path file, FileForm expected) throws IOException {
    Optional<String> place = misplaced(file, expected);
    if (place.isPresent()) {
      throw new UnusableFileException(place.get());
    }
    InputStream in = Files.newInputStream(file);
    try {
      return checked(in, expected);
    } catch (IOException unusable) {
      in.close();
      throw unusable;
    }
  }

  /** Opens a file as {@link #open} does and closes it again. */
  public static void check(Path file, FileForm expected) throws IOException {
    open(file, expected).close();
  }

  /**
   * Checks the format by the bytes of the stream's first read.
   *
   * @return the stream from its first byte on
   * @throws UnusableFileException if the format is not the expected one
   */
  public static InputStream checked(InputStream in, FileForm expected) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in);
    buffered.mark(FileKind.BYTES);
    byte[] first = new byte[FileKind.BYTES];
    int length = Math.max(0, buffered.read(first));
    buffered.reset();
    Optional<String> mistaken = FileKind.mistaken(Arrays.copyOf(first, length), expected);
    if (mistaken.isPresent()) {
      throw new UnusableFileException(mistaken.get());
    }
    return buffered;
  }

  /** Whether the path exists, as a dangling link or otherwise. */
  public static boolean isNamed(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Describes a path that is a folder or a dangling link, as one clause; empty otherwise. */
  public static Optional<String> misplaced(Path file, FileForm expected) throws IOException {
    if (Files.isDirectory(file)) {
      return Optional.of("it is a folder, expected " + expected.noun() + "; give the file itself");
    }
    if (Files.isSymbolicLink(file) && Files.notExists(file)) {
      return Optional.of(
          "it is a link to %s, where nothing is; mend the link, or copy the file itself, as cp -L does"
              .formatted(Files.readSymbolicLink(file)));
    }
    return Optional.empty();
  }
}
