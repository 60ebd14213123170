package io.headrace.policy.folder;

import io.headrace.policy.ModelFormatException;
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
}
