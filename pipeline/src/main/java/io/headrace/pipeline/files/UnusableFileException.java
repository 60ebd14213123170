package io.headrace.pipeline.files;

import java.io.IOException;

/**
 * Thrown for a file that exists and does not have the expected format. The message is a clause
 * without the file's name: what the file is, what was expected; what to do.
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
