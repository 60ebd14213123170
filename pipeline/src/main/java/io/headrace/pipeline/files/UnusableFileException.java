package io.headrace.pipeline.files;

import java.io.IOException;

/**
 * A file is there and is not what it should be. The message is a clause without the file's name:
 * what it is, what was expected; what to do.
 */
public final class UnusableFileException extends IOException {

  private static final long serialVersionUID = 1L;

  /** With the clause. */
  public UnusableFileException(String clause) {
    super(clause);
  }

  /** The clause. */
  public String clause() {
    return String.valueOf(getMessage());
  }
}
