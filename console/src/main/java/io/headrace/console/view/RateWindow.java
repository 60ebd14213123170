package io.headrace.console.view;

import io.headrace.schemas.RateState;
import java.time.Instant;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** Counts events per second in a sliding window; a late event counts in its own second. */
final class RateWindow {
  /** Length of the window in seconds. */
  static final int SECONDS = 15;

  private static final int SLOTS = SECONDS + 5;
  private final long[] second = new long[SLOTS];
  private final double[] count = new double[SLOTS];

  void add(Instant at, double amount) {
    long now = at.getEpochSecond();
    int slot = (int) Math.floorMod(now, (long) SLOTS);
    if (second[slot] < now) {
      second[slot] = now;
      count[slot] = 0;
    }
    if (second[slot] == now) {
      count[slot] += amount;
    }
  }

  RateState save() {
    return RateState.newBuilder()
        .setSeconds(LongStream.of(second).boxed().toList())
        .setCounts(DoubleStream.of(count).boxed().toList())
        .build();
  }

  /** Restores saved counts; {@code seconds} and {@code counts} are parallel lists. */
  void restore(RateState saved) {
    int known = Math.min(saved.getSeconds().size(), saved.getCounts().size());
    for (int i = 0; i < known; i++) {
      add(Instant.ofEpochSecond(saved.getSeconds().get(i)), saved.getCounts().get(i));
    }
  }

  /** Events per second over the window's whole seconds before {@code now}. */
  double perSecond(Instant now) {
    long end = now.getEpochSecond();
    double sum = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      if (second[slot] < end && second[slot] >= end - SECONDS) {
        sum += count[slot];
      }
    }
    return sum / SECONDS;
  }
}
