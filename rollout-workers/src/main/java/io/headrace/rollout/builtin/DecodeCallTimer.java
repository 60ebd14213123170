package io.headrace.rollout.builtin;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Measures how long the current decode call has lasted. Each call that ends has drawn tokens, so
 * this is the time since the last token. One thread begins and ends calls; any thread may read.
 */
final class DecodeCallTimer {

  private static final long NO_CALL = Long.MIN_VALUE;

  private final LongSupplier nanos;
  private volatile long startedAt = NO_CALL;

  /**
   * @param nanos a clock as {@link System#nanoTime}
   */
  DecodeCallTimer(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void begin() {
    startedAt = nanos.getAsLong();
  }

  void end() {
    startedAt = NO_CALL;
  }

  /** Zero between calls. */
  Duration inCall() {
    long since = startedAt;
    return since == NO_CALL ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - since);
  }
}
