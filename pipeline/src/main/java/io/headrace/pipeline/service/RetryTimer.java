package io.headrace.pipeline.service;

/**
 * Determines when to retry after a retriable failure. Pure: time is passed in. Not safe for
 * threads.
 */
public final class RetryTimer {

  private final BackOff backOff;
  private boolean waiting;
  private long dueAt;

  /** A timer that is due. */
  public RetryTimer(BackOff backOff) {
    this.backOff = backOff;
  }

  /** Whether an attempt is due. */
  public boolean isDue(long nanoTime) {
    return !waiting || nanoTime - dueAt >= 0;
  }

  /** Records a failed attempt; the next one is due after a pause. */
  public void failed(long nanoTime) {
    waiting = true;
    dueAt = nanoTime + backOff.next(nanoTime).toNanos();
  }

  /** Makes the next attempt due at once, since a condition has changed. */
  public void reset() {
    waiting = false;
  }
}
