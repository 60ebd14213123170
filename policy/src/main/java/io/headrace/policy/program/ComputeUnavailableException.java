package io.headrace.policy.program;

/**
 * Thrown when the configured device or engine can't be used on this machine; the message names what
 * to install or change.
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
