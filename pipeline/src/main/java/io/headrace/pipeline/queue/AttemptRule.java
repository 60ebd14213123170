package io.headrace.pipeline.queue;

/**
 * Decides how a redelivered record is treated. Pure.
 *
 * <p>An attempt is written from the second delivery on; the first delivery counts as an attempt
 * without being written. Whether a record crashes the process that works on it is certain only when
 * no other suspect is processed at the same time. Therefore the attempts after the first written
 * one, and in any case the last one, are isolated.
 *
 * @param maxAttempts attempts before the record goes to the dead letters
 * @param deliveryLimit the share group's delivery limit, after which the broker archives a record
 *     without a dead letter; more than {@code maxAttempts}
 */
public record AttemptRule(int maxAttempts, int deliveryLimit) {

  /** Deliveries kept in reserve for processes that die while they hold the record. */
  private static final int SPARE = 2;

  /** Treatment of a redelivered record. */
  public enum Treatment {
    /** It is processed as soon as its attempt is written. */
    AT_ONCE,
    /** It is processed while no other suspect of the process is. */
    ISOLATED,
    /** It goes to the dead letters: it has had the allowed number of attempts. */
    TOO_MANY_ATTEMPTS,
    /** It goes to the dead letters before the broker archives it. */
    TOO_MANY_DELIVERIES
  }

  /**
   * Decides the treatment of a delivery.
   *
   * @param delivery number of this delivery, from 1; at least 2 here
   * @param written number of attempts written for the record
   */
  public Treatment treat(int delivery, int written) {
    if (written > 0 && totalAttempts(written) >= maxAttempts) {
      return Treatment.TOO_MANY_ATTEMPTS;
    }
    if (delivery >= Math.max(deliveryLimit - SPARE, maxAttempts + 1)) {
      return Treatment.TOO_MANY_DELIVERIES;
    }
    boolean isLast = totalAttempts(written) + 1 >= maxAttempts;
    return written > 0 || isLast ? Treatment.ISOLATED : Treatment.AT_ONCE;
  }

  /** The number of attempts on a record, its first delivery included. */
  public static int totalAttempts(int written) {
    return written + 1;
  }
}
