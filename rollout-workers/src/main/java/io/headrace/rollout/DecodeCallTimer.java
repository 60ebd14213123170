package io.headrace.rollout;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a decoder has been in one call. Each call that ends has drawn tokens, so this is how
 * long none was drawn. Begun and ended by one thread, asked by any.
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
