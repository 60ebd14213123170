package io.headrace.pipeline.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Detects by its processor time that a blocking call spins, and returns how long to rest before the
 * next call. Owned by one thread.
 */
final class BusyLoopGuard {

  /** Processor time in ns above which a call counts as spinning; a blocked one takes a few ms. */
  private static final long SPIN_NANOS = 10_000_000;

  /** Time-out of a call after a rest, short so that a spinning call takes little. */
  private static final Duration PROBE = Duration.ofMillis(10);

  private static final long PROBE_SPIN_NANOS = SPIN_NANOS / 3;

  private final LongSupplier cpuNanos;
  private boolean spinning;
  private long began;

  /**
   * Creates a guard that detects no spinning yet.
   *
   * @param cpuNanos processor time of the calling thread, in ns
   */
  BusyLoopGuard(LongSupplier cpuNanos) {
    this.cpuNanos = cpuNanos;
  }

  /** Time to rest before the call. */
  Duration rest(Duration timeout) {
    return spinning && timeout.compareTo(PROBE) > 0 ? timeout.minus(PROBE) : Duration.ZERO;
  }

  /** Time-out to pass to the call. */
  Duration wait(Duration timeout) {
    return spinning && timeout.compareTo(PROBE) > 0 ? PROBE : timeout;
  }

  /** Marks the start of the call. */
  void begin() {
    began = cpuNanos.getAsLong();
  }

  /**
   * Marks the end of the call.
   *
   * @param isEmpty whether it returned no records
   */
  void end(boolean isEmpty) {
    long took = cpuNanos.getAsLong() - began;
    spinning = isEmpty && took > (spinning ? PROBE_SPIN_NANOS : SPIN_NANOS);
  }
}
