package io.headrace.pipeline.snapshot;

import java.time.Duration;
import java.time.Instant;

/**
 * When the next snapshot is due: after many events, but not too soon after the last one, or after a
 * while with any event that the last one lacks; and never more than one percent of the time goes
 * into them. So a restart reads little, however long the run is. Pure; not thread-safe.
 */
public final class SnapshotSchedule {

  private static final int SHARE = 100;

  private final Pace pace;
  private Instant last;
  private Duration least;
  private long events;

  /**
   * How often snapshots are taken.
   *
   * @param manyEvents so many events make one due
   * @param shortest time between two, however many events come
   * @param longest time after which any event makes one due
   */
  public record Pace(int manyEvents, Duration shortest, Duration longest) {}

  /** A schedule whose first snapshot is due as if one had been written at that time. */
  public SnapshotSchedule(Pace pace, Instant opened) {
    this.pace = pace;
    this.last = opened;
    this.least = pace.shortest();
  }

  /** Counts an event that the last snapshot lacks. */
  public void applied() {
    events++;
  }

  /** Whether the newest snapshot lacks an event. */
  public boolean isBehind() {
    return events > 0;
  }

  /** Whether it is time for a snapshot. */
  public boolean isDue(Instant now) {
    Duration passed = Duration.between(last, now);
    return events > 0
        && passed.compareTo(least) >= 0
        && (events >= pace.manyEvents() || passed.compareTo(pace.longest()) >= 0);
  }

  /**
   * Records that a snapshot was written.
   *
   * @param cost how long taking and writing it took
   */
  public void written(Instant now, Duration cost) {
    last = now;
    events = 0;
    Duration pause = cost.multipliedBy(SHARE);
    least = pause.compareTo(pace.shortest()) > 0 ? pause : pace.shortest();
  }
}
