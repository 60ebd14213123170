package io.headrace.curriculum.controller;

import io.headrace.schemas.StepCompleted;
import java.time.Duration;
import java.time.Instant;

/**
 * The time a run was active, computed from its log: the time between its steps, without gaps longer
 * than the step's own compute and wait times explain, in which the run was down. Not thread-safe.
 */
final class ActiveTime {

  /** What may pass between steps besides computing and waiting for a batch. */
  private static final Duration OVERHEAD = Duration.ofSeconds(30);

  private final Instant opened;
  private Instant last = Instant.EPOCH;
  private Duration total = Duration.ZERO;

  /**
   * @param opened when this process took the run up
   */
  ActiveTime(Instant opened) {
    this.opened = opened;
  }

  void started(Instant at) {
    last = later(last, at);
  }

  void stepped(StepCompleted step) {
    Duration accounted = Duration.ofMillis(step.getComputeMillis() + step.getWaitMillis());
    Duration gap = Duration.between(last, step.getCompletedAt());
    total = total.plus(gap.compareTo(accounted.plus(OVERHEAD)) <= 0 ? positive(gap) : accounted);
    last = later(last, step.getCompletedAt());
  }

  /** The run's time at work up to its last step. */
  Duration total() {
    return total;
  }

  /** When the run started or its last step was done; the epoch before. */
  Instant last() {
    return last;
  }

  /** Takes over the state of a snapshot. */
  void restore(Duration atWork, Instant lastActive) {
    total = atWork;
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
