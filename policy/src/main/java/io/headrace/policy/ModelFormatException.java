package io.headrace.policy;

/**
 * A model's files do not describe a model this program can run. The message is one sentence: place,
 * problem, what to do. Not retriable: the files must change.
 */
public final class ModelFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelFormatException(String message) {
    super(message);
  }

  public ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
