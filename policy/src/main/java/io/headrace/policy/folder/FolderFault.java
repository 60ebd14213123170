package io.headrace.policy.folder;

import io.headrace.policy.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names the file in the sentence about what is wrong with it. */
final class FolderFault {

  static final String COPY_AGAIN = "; copy the file again from where it came";

  private FolderFault() {}

  static ModelFormatException in(Path file, String problem) {
    return new ModelFormatException("[model=" + file + "] " + problem);
  }

  static ModelFormatException in(Path file, String problem, Throwable cause) {
    return new ModelFormatException("[model=" + file + "] " + problem, cause);
  }

  /** The file is there and the system does not give it. */
  static ModelFormatException unreadable(Path file, IOException cause) {
    String problem =
        Files.isReadable(file)
            ? "it can't be read: " + cause.getMessage() + "; check the disk"
            : "it can't be read; give this user the permission to";
    return in(file, problem, cause);
  }
}
