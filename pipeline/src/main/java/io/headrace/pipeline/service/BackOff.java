package io.headrace.pipeline.service;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Computes the pause before the next attempt: exponential, capped and jittered.
 *
 * <pre>
 * pause(n) = min(longest, first * 2^n) * u    n earlier failures in the series, u uniform in [0.5, 1)
 * </pre>
 *
 * A failure later than {@code longest} after the end of the last pause starts a new series. Pure:
 * time and randomness are passed in. Not safe for threads.
 */
public final class BackOff {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int MAX_DOUBLINGS = 30;

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private int failures;
  private long seriesEndsAt;

  /** Pauses from 0.5 s to 30 s, without jitter. */
  public BackOff(RandomGenerator random) {
    this(FIRST, LONGEST, random);
  }

  /**
   * Pauses within the given bounds.
   *
   * @param first the pause before the second attempt, without jitter
   * @param longest the longest pause, without jitter
   * @param random draws the jitter
   */
  public BackOff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /**
   * The pause after a failure.
   *
   * @param nanoTime when it happened, as {@link System#nanoTime} in ns
   */
  public Duration next(long nanoTime) {
    if (failures > 0 && nanoTime - seriesEndsAt > 0) {
      failures = 0;
    }
    Duration doubled = first.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    Duration capped = doubled.compareTo(longest) < 0 ? doubled : longest;
    failures++;
    Duration pause = Duration.ofNanos((long) (capped.toNanos() * random.nextDouble(0.5, 1)));
    seriesEndsAt = nanoTime + pause.toNanos() + longest.toNanos();
    return pause;
  }
}
