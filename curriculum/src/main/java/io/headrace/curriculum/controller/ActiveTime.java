package io.headrace.curriculum.controller;

import io.headrace.schemas.StepCompleted;
import java.time.Duration;
import java.time.Instant;

/**
 * The time a run was active, computed from its steps. The time between two steps counts in full
 * when it is at most the later step's compute and wait times plus {@link #OVERHEAD}; otherwise the
 * run was down in between, and only those times count. Not thread-safe.
 */
final class ActiveTime {

  /** Maximum time between steps besides computing and waiting for a batch. */
  private static final Duration OVERHEAD = Duration.ofSeconds(30);

  private final Instant opened;
  private Instant last = Instant.EPOCH;
  private Duration total = Duration.ZERO;

  /**
   * @param opened when this process opened the run
   */
  ActiveTime(Instant opened) {
    this.opened = opened;
  }

  void start(Instant at) {
    last = later(last, at);
  }

  void add(StepCompleted step) {
    Duration accounted = Duration.ofMillis(step.getComputeMillis() + step.getWaitMillis());
    Duration gap = Duration.between(last, step.getCompletedAt());
    total = total.plus(gap.compareTo(accounted.plus(OVERHEAD)) <= 0 ? positive(gap) : accounted);
    last = later(last, step.getCompletedAt());
  }

  /** The active time up to the last step. */
  Duration total() {
    return total;
  }

  /** When the run started or completed its last step; the epoch before. */
  Instant last() {
    return last;
  }

  /** Restores the state of a snapshot. */
  void restore(Duration activeTime, Instant lastActive) {
    total = activeTime;
    last = lastActive;
  }

  Duration until(Instant now) {
    return total.plus(positive(Duration.between(later(last, opened), now)));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Duration positive(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
