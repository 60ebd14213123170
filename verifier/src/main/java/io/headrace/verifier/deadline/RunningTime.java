package io.headrace.verifier.deadline;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time in nanoseconds that passed while this process ran. Time in which a process is stopped,
 * its virtual machine is paused or no core is free must not count against a scorer, so at most
 * {@code longestGap} counts between two reads. It has to be read more often than that. Safe for all
 * threads.
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
   * @param longestGap maximum that counts between two reads
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
