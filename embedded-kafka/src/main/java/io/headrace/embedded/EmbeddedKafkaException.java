package io.headrace.embedded;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the broker can't start. The message is one sentence of the form {@code [place]
 * problem; what to do}, to be shown to an operator.
 */
public final class EmbeddedKafkaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why the broker did not start. */
  public enum Reason {
    /** Another program listens on the port. */
    PORT_TAKEN,
    /** Another broker uses the folder. */
    FOLDER_LOCKED,
    /** The folder contains other files than the data of an embedded broker. */
    FOREIGN_FOLDER,
    /** The folder can't be created, read or written. */
    FOLDER_UNUSABLE,
    /** Kafka failed to start. */
    START_FAILED
  }

  private final Reason reason;

  EmbeddedKafkaException(Reason reason, String message) {
    this(reason, message, null);
  }

  EmbeddedKafkaException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why the broker did not start. */
  public Reason reason() {
    return reason;
  }
}
