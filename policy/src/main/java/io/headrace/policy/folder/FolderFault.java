package io.headrace.policy.folder;

import io.headrace.policy.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names the file in the sentence about what is wrong with it. */
final class FolderFault {

  static final String COPY_AGAIN = "; copy the file again from where it came";

  private static final String UNREACHABLE =
      "it can't be reached; give this user the permission to, or mend the link that leads there";

  private FolderFault() {}

  static ModelFormatException in(Path file, String problem) {
    return new ModelFormatException("[model=" + file + "] " + problem);
  }

  static ModelFormatException in(Path file, String problem, Throwable cause) {
    return new ModelFormatException("[model=" + file + "] " + problem, cause);
  }

  /**
   * The file is not there, or the system does not say whether it is.
   *
   * @param remedy what to do when it is not there
   */
  static ModelFormatException missing(Path file, String remedy) {
    return in(
        file,
        Files.notExists(file) || Files.exists(file)
            ? "there is no such file; " + remedy
            : UNREACHABLE);
  }

  /** What was named as a folder is none, or the system does not say so. */
  static ModelFormatException noFolder(Path folder) {
    if (Files.exists(folder)) {
      return in(folder, "it is a file; name the model folder that it is in");
    }
    return in(
        folder,
        Files.notExists(folder)
            ? "there is no such folder; name a model folder in Hugging Face layout"
            : UNREACHABLE);
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
