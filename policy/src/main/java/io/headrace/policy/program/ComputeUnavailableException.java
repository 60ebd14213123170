package io.headrace.policy.program;

/**
 * The device or engine asked for cannot be used here; the message says what to install or change.
 */
public final class ComputeUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ComputeUnavailableException(String message) {
    super(message);
  }

  public ComputeUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
