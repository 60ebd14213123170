package io.headrace.pipeline.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Finds out that a call which should wait keeps a core busy instead, by the processor time that it
 * takes, and says how long to rest before the next one. Owned by one thread.
 */
final class BusyLoopGuard {

  /** Processor time of a call: some milliseconds when it waits, however long it waits. */
  private static final long SPIN_NANOS = 10_000_000;

  /** A call after a rest is this short, so that one that spins takes little. */
  private static final Duration PROBE = Duration.ofMillis(10);

  private static final long PROBE_SPIN_NANOS = SPIN_NANOS / 3;

  private final LongSupplier cpuNanos;
  private boolean spinning;
  private long began;

  /**
   * A brake that is off.
   *
   * @param cpuNanos processor time of the calling thread
   */
  BusyLoopGuard(LongSupplier cpuNanos) {
    this.cpuNanos = cpuNanos;
  }

  /** How long to rest instead of waiting in the call. */
  Duration rest(Duration patience) {
    return spinning && patience.compareTo(PROBE) > 0 ? patience.minus(PROBE) : Duration.ZERO;
  }

  /** How long the call may wait. */
  Duration wait(Duration patience) {
    return spinning && patience.compareTo(PROBE) > 0 ? PROBE : patience;
  }

  /** The call begins. */
  void begin() {
    began = cpuNanos.getAsLong();
  }

  /**
   * The call has ended.
   *
   * @param inVain whether it brought nothing
   */
  void end(boolean inVain) {
    long took = cpuNanos.getAsLong() - began;
    spinning = inVain && took > (spinning ? PROBE_SPIN_NANOS : SPIN_NANOS);
  }
}
