package io.headrace.policy.folder;

import java.nio.file.Path;

/**
 * A model folder that can't be used; the message is one sentence that names the file, what was
 * expected and what to do.
 */
public final class ModelFolderException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  ModelFolderException(Path file, String problem) {
    super("[model=" + file + "] " + problem);
  }

  ModelFolderException(Path file, String problem, Throwable cause) {
    super("[model=" + file + "] " + problem, cause);
  }
}
