package io.headrace.pipeline.queue;

import java.time.Duration;
import java.time.Instant;

/**
 * How long the broker keeps records for this member before it hands them to another. Renewed at a
 * third of its time: the broker's answer may be late and still finds it valid.
 *
 * @param taken when it was taken or last renewed
 * @param duration how long it lasts
 */
public record Lease(Instant taken, Duration duration) {

  private static final int RENEWALS = 3;

  /** Whether a third of its time has passed. */
  public boolean needsRenewal(Instant now) {
    return !now.isBefore(taken.plus(duration.dividedBy(RENEWALS)));
  }

  /** The same lease from now on. */
  public Lease renewed(Instant now) {
    return new Lease(now, duration);
  }
}
