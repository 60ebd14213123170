package io.headrace.rollout.builtin;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Measures how long the present decode call has lasted. Each call that ends has drawn tokens, so
 * this is the time since the last token. One thread begins and ends calls, any thread reads.
 */
final class DecodeCallTimer {

  private static final long OUTSIDE = Long.MIN_VALUE;

  private final LongSupplier nanos;
  private volatile long began = OUTSIDE;

  /**
   * @param nanos a clock as {@link System#nanoTime}
   */
  DecodeCallTimer(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void begin() {
    began = nanos.getAsLong();
  }

  void end() {
    began = OUTSIDE;
  }

  /** Zero between calls. */
  Duration inCall() {
    long since = began;
    return since == OUTSIDE ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - since);
  }
}
