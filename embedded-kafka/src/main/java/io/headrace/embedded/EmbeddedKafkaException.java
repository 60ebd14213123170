package io.headrace.embedded;

import org.jspecify.annotations.Nullable;

/**
 * The broker could not start; the message is one sentence that names the place, what was expected
 * and what to do, fit to be shown to an operator as it is.
 */
public final class EmbeddedKafkaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What stood in the way. */
  public enum Reason {
    /** Another program listens on the port. */
    PORT_TAKEN,
    /** Another broker works in the folder. */
    FOLDER_LOCKED,
    /** The folder holds something else than the data of an embedded broker. */
    FOREIGN_FOLDER,
    /** The folder can't be made, read or written. */
    FOLDER_UNUSABLE,
    /** Kafka itself refused to start. */
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

  /** What stood in the way. */
  public Reason reason() {
    return reason;
  }
}
