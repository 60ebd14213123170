package io.headrace.curriculum.service;

import java.time.Duration;
import java.time.Instant;

/**
 * When the next snapshot is due: after a thousand events, at least five seconds apart, or half a
 * minute after the first event that the last one lacks; and never more than one percent of the time
 * goes into them. So a restart reads little, however long the run is. Pure; not thread-safe.
 */
final class SnapshotSchedule {

  private static final int MANY_EVENTS = 1_000;
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int SHARE = 100;

  private Instant last;
  private Duration least = SHORTEST;
  private long events;

  SnapshotSchedule(Instant opened) {
    this.last = opened;
  }

  /** An event was applied that the last snapshot lacks. */
  void applied() {
    events++;
  }

  /** Whether the newest snapshot lacks an event. */
  boolean isBehind() {
    return events > 0;
  }

  boolean isDue(Instant now) {
    Duration passed = Duration.between(last, now);
    return events > 0
        && passed.compareTo(least) >= 0
        && (events >= MANY_EVENTS || passed.compareTo(LONGEST) >= 0);
  }

  /**
   * A snapshot was written.
   *
   * @param cost how long taking and writing it took
   */
  void written(Instant now, Duration cost) {
    last = now;
    events = 0;
    Duration pause = cost.multipliedBy(SHARE);
    least = pause.compareTo(SHORTEST) > 0 ? pause : SHORTEST;
  }
}
