package io.headrace.pipeline.service;

/**
 * When to try again what failed for a reason that may pass. Pure: time is passed in. Not safe for
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

  /** Whether to try now. */
  public boolean isDue(long nanoTime) {
    return !waiting || nanoTime - dueAt >= 0;
  }

  /** An attempt failed; the next one is due after a pause. */
  public void failed(long nanoTime) {
    waiting = true;
    dueAt = nanoTime + backOff.next(nanoTime).toNanos();
  }

  /** Something changed, so that the next attempt is due at once. */
  public void reset() {
    waiting = false;
  }
}
