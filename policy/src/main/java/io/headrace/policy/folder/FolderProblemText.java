package io.headrace.policy.folder;

import io.headrace.pipeline.files.FileForm;
import io.headrace.pipeline.files.UnusableFileException;
import io.headrace.pipeline.files.UserFile;
import io.headrace.policy.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Creates exceptions about a file of a model folder, with the file in the message. */
final class FolderProblemText {

  static final String COPY_AGAIN = "; copy the file again from its source";

  private static final String UNREACHABLE =
      "it can't be reached; give this user the permission to read it, or correct the link to it";

  private FolderProblemText() {}

  static ModelFormatException in(Path file, String problem) {
    return new ModelFormatException("[model=" + file + "] " + problem);
  }

  static ModelFormatException in(Path file, String problem, Throwable cause) {
    return new ModelFormatException("[model=" + file + "] " + problem, cause);
  }

  /**
   * The exception for a file that does not exist or can't be reached.
   *
   * @param remedy what to do when the file does not exist
   */
  static ModelFormatException missing(Path file, String remedy) {
    return in(
        file,
        Files.notExists(file) || Files.exists(file)
            ? "there is no such file; " + remedy
            : UNREACHABLE);
  }

  /**
   * Checks that a file is of the expected format. The exception describes what it is instead, such
   * as a dangling link, a Git LFS pointer, an archive or an HTML page.
   *
   * @param remedy what to do when the file does not exist
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
      throw in(file, "it is not a regular file, expected " + expected.noun() + COPY_AGAIN);
    }
  }

  /** The exception for a path that is not a folder or can't be reached. */
  static ModelFormatException noFolder(Path folder) {
    if (Files.exists(folder)) {
      return in(folder, "it is a file; name the model folder that it is in");
    }
    if (UserFile.isNamed(folder) && Files.notExists(folder)) {
      return in(folder, "it is a link to no folder; correct it");
    }
    return in(
        folder,
        Files.notExists(folder)
            ? "there is no such folder; name a model folder in Hugging Face layout"
            : UNREACHABLE);
  }

  /** The exception for an existing file that can't be read. */
  static ModelFormatException unreadable(Path file, IOException cause) {
    String problem =
        Files.isReadable(file)
            ? "it can't be read: " + cause.getMessage() + "; check the disk"
            : "it can't be read; give this user the permission to read it";
    return in(file, problem, cause);
  }
}
