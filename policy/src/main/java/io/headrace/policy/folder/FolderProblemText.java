package io.headrace.policy.folder;

import io.headrace.pipeline.files.FileForm;
import io.headrace.pipeline.files.UnusableFileException;
import io.headrace.pipeline.files.UserFile;
import io.headrace.policy.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Names the file in the sentence about what is wrong with it. */
final class FolderProblemText {

  static final String COPY_AGAIN = "; copy the file again from where it came";

  private static final String UNREACHABLE =
      "it can't be reached; give this user the permission to, or mend the link that leads there";

  private FolderProblemText() {}

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

  /**
   * Refuses a file that is not what it should be by what it is: a link that leads nowhere, a
   * pointer of Git LFS, an archive, a page that a server sent.
   *
   * @param remedy what to do when it is not there
   */
  static void requireUsable(Path file, FileForm expected, String remedy) {
    try {
      UserFile.check(file, expected);
    } catch (UnusableFileException e) {
      throw in(file, e.clause(), e);
    } catch (NoSuchFileException e) {
      throw missing(file, remedy);
    } catch (IOException e) {
      throw Files.isRegularFile(file) ? unreadable(file, e) : in(file, UNREACHABLE, e);
    }
    if (!Files.isRegularFile(file)) {
      throw in(file, "it is no regular file, expected " + expected.noun() + COPY_AGAIN);
    }
  }

  /** What was named as a folder is none, or the system does not say so. */
  static ModelFormatException noFolder(Path folder) {
    if (Files.exists(folder)) {
      return in(folder, "it is a file; name the model folder that it is in");
    }
    if (UserFile.isNamed(folder) && Files.notExists(folder)) {
      return in(folder, "it is a link that leads to no folder; mend it");
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
