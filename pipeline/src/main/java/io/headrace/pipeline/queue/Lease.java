package io.headrace.pipeline.queue;

import java.time.Duration;
import java.time.Instant;

/**
 * The acquisition lock of a member's records: the broker delivers them to another member when it
 * expires. It is renewed after a third of its duration, so that a delayed renewal is still in time.
 *
 * @param taken when it was acquired or last renewed
 * @param duration how long it lasts
 */
public record Lease(Instant taken, Duration duration) {

  private static final int RENEWALS = 3;

  /** Whether a third of its duration has passed. */
  public boolean needsRenewal(Instant now) {
    return !now.isBefore(taken.plus(duration.dividedBy(RENEWALS)));
  }

  /** A lease of the same duration that starts now. */
  public Lease renewed(Instant now) {
    return new Lease(now, duration);
  }
}
