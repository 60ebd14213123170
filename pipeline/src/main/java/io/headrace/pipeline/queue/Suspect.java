package io.headrace.pipeline.queue;

/**
 * A record that was delivered before: work on it may be what ended the process that held it. Equal
 * only to itself. Called on the thread of its consumer.
 */
public interface Suspect {

  /** Where the record is. */
  RecordPosition place();

  /** How often it was delivered, this time included. */
  int delivery();

  /** Whether its work has ended or its lease was lost. */
  boolean isOver();

  /** Starts its work; the attempt is written. */
  void begin();

  /**
   * Puts it into the dead letters.
   *
   * @param why one of the two treatments that say so
   * @param attempts how often work on it was begun
   */
  void giveUp(AttemptRule.Treatment why, int attempts);
}
