package io.headrace.verifier.service;

import io.headrace.pipeline.queue.Lane;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A lane that joins the share group when another waits for a slow trace, and leaves when none has
 * for a minute: a member fetches nothing new while it holds a trace, and each member that polls
 * costs the broker work.
 */
final class ReserveLane implements Lane {

  private static final Duration SLOW = Duration.ofSeconds(1);
  private static final Duration STAY = Duration.ofMinutes(1);
  private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();

  private final TraceLane lane;
  private final List<TraceLane> regular;
  private final Clock clock;
  private boolean joined;
  private Instant needed = Instant.EPOCH;

  /**
   * A lane that has not joined.
   *
   * @param regular the lanes it is in reserve for
   */
  ReserveLane(TraceLane lane, List<TraceLane> regular, Clock clock) {
    this.lane = lane;
    this.regular = List.copyOf(regular);
    this.clock = clock;
  }

  @Override
  public void open() {
    // It joins when it is needed.
  }

  @Override
  public void turn() {
    Instant now = clock.instant();
    if (regular.stream().anyMatch(each -> each.holdsSince(now.minus(SLOW)))) {
      needed = now;
    }
    boolean stays = now.isBefore(needed.plus(STAY)) || lane.holdsRecords();
    if (stays && !joined) {
      lane.open();
    } else if (!stays && joined) {
      lane.drain();
    }
    joined = stays;
    if (joined) {
      lane.turn();
    } else {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  @Override
  public void recover() {
    if (joined) {
      lane.recover();
    }
  }

  @Override
  public boolean holdsRecords() {
    return lane.holdsRecords();
  }

  @Override
  public void drain() {
    lane.drain();
  }
}
