package io.headrace.pipeline.queue;

/**
 * What is done with a record that was delivered before. Pure.
 *
 * <p>Attempts are counted from the second delivery on; the first is taken for an attempt, though
 * nothing is written then. Whether work on the record is what ends its processes shows when it is
 * worked on with no other suspect beside it, so the last attempt that it has, and at least one, is
 * such an attempt.
 *
 * @param maxAttempts attempts before the record goes to the dead letters
 * @param deliveryLimit how often the broker delivers a record before it archives it unseen; more
 *     than {@code maxAttempts}
 */
public record AttemptRule(int maxAttempts, int deliveryLimit) {

  /** Deliveries that are left for a process that dies with what it holds. */
  private static final int SPARE = 2;

  /** What is done. */
  public enum Treatment {
    /** It is worked on at once, once its attempt is written. */
    AT_ONCE,
    /** It is worked on while no other suspect of the process is. */
    ISOLATED,
    /** It goes to the dead letters: work on it was begun as often as is allowed. */
    TOO_MANY_ATTEMPTS,
    /** It goes to the dead letters before the broker archives it. */
    TOO_MANY_DELIVERIES
  }

  /**
   * Decides.
   *
   * @param delivery how often the record was delivered, this time included; more than 1
   * @param written how many attempts were written for it
   */
  public Treatment treat(int delivery, int written) {
    if (written > 0 && begun(written) >= maxAttempts) {
      return Treatment.TOO_MANY_ATTEMPTS;
    }
    if (delivery >= Math.max(deliveryLimit - SPARE, maxAttempts + 1)) {
      return Treatment.TOO_MANY_DELIVERIES;
    }
    boolean isLast = begun(written) + 1 >= maxAttempts;
    return written > 0 || isLast ? Treatment.ISOLATED : Treatment.AT_ONCE;
  }

  /** How often work on a record was begun, its first delivery included. */
  public static int begun(int written) {
    return written + 1;
  }
}
