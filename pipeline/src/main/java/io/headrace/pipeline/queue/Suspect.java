package io.headrace.pipeline.queue;

/**
 * A redelivered record, whose processing may have crashed the process that held it. Compared by
 * identity. Called on the thread of its consumer.
 */
public interface Suspect {

  /** The record's position. */
  RecordPosition position();

  /** The number of its deliveries, this one included. */
  int delivery();

  /** Whether its work has ended or its lease was lost. */
  boolean isOver();

  /** Starts its work; its attempt has been written. */
  void begin();

  /**
   * Writes the record to the dead letters.
   *
   * @param why {@code TOO_MANY_ATTEMPTS} or {@code TOO_MANY_DELIVERIES}
   * @param attempts number of attempts to process it
   */
  void sendToDeadLetters(AttemptRule.Treatment why, int attempts);
}
