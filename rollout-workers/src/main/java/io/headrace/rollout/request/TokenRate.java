package io.headrace.rollout.request;

import java.time.Instant;

/** Tokens per second over the last whole seconds. Safe for all threads. */
public final class TokenRate {

  private static final int SECONDS = 5;

  /** Tokens of each second: those averaged and the current one. */
  private final long[] buckets = new long[SECONDS + 1];

  private long newest = Long.MIN_VALUE;

  /** Counts tokens that were drawn now. */
  public synchronized void add(long tokens, Instant now) {
    advance(now.getEpochSecond());
    buckets[Math.floorMod(newest, buckets.length)] += tokens;
  }

  /** The mean over the last five whole seconds. */
  public synchronized double perSecond(Instant now) {
    advance(now.getEpochSecond());
    long sum = 0;
    for (int age = 1; age <= SECONDS; age++) {
      sum += buckets[Math.floorMod(newest - age, buckets.length)];
    }
    return (double) sum / SECONDS;
  }

  private void advance(long second) {
    long from = Math.max(newest + 1, second - SECONDS);
    for (long empty = from; empty <= second; empty++) {
      buckets[Math.floorMod(empty, buckets.length)] = 0;
    }
    newest = Math.max(newest, second);
  }
}
