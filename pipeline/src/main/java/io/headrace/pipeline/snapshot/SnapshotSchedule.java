package io.headrace.pipeline.snapshot;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides when the next snapshot is due: after {@code manyEvents} events, but not sooner than
 * {@code shortest} after the last one, or after {@code longest} with at least one new event.
 * Snapshots take at most about one percent of the time. This bounds how much a restart reads. Pure;
 * not thread-safe.
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
   * @param manyEvents number of new events that make a snapshot due
   * @param shortest minimum time between two snapshots
   * @param longest time after which a single new event makes a snapshot due
   */
  public record Pace(int manyEvents, Duration shortest, Duration longest) {}

  /** A schedule that counts as having written a snapshot at {@code opened}. */
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
