package io.headrace.verifier.deadline;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time in nanoseconds that passed while this process ran. A process that was stopped, a virtual
 * machine that was paused or a machine without a free core scores nothing meanwhile, so that time
 * is no scorer's: between two reads at most {@code longestGap} counts. Somebody has to read it more
 * often than that. Safe for all threads.
 */
final class RunningTime implements LongSupplier {

  private final LongSupplier nanoTime;
  private final long longestGap;
  private long lastRead;
  private long counted;

  /**
   * Starts at zero.
   *
   * @param nanoTime a clock as {@link System#nanoTime}
   * @param longestGap most that counts between two reads
   */
  RunningTime(LongSupplier nanoTime, Duration longestGap) {
    this.nanoTime = nanoTime;
    this.longestGap = longestGap.toNanos();
    this.lastRead = nanoTime.getAsLong();
  }

  @Override
  public synchronized long getAsLong() {
    long now = nanoTime.getAsLong();
    counted += Math.min(now - lastRead, longestGap);
    lastRead = now;
    return counted;
  }
}
