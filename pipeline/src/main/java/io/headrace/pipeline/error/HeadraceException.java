package io.headrace.pipeline.error;

/**
 * An expected failure with a stable code. Its message is one sentence of the form {@code [place]
 * problem; what to do}.
 */
public final class HeadraceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * A failure.
   *
   * @param code the stable name
   * @param message one sentence of the form {@code [place] problem; what to do}
   */
  public HeadraceException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * A failure with its cause.
   *
   * @param code the stable name
   * @param message one sentence of the form {@code [place] problem; what to do}
   * @param cause what was thrown
   */
  public HeadraceException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The stable name of the failure. */
  public ErrorCode code() {
    return code;
  }
}
