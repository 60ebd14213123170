package io.headrace.policy;

/**
 * Thrown when a model's files do not describe a supported model. The message is one sentence:
 * place, problem, what to do. Not retriable without a change of the files.
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
