package io.headrace.pipeline.service;

import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.BrokerFailure;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What every service does when something fails: a failure of the broker that may pass is tried
 * again after a pause ({@link BackOff}), anything else stops the service. Pure: time and randomness
 * are passed in. Not safe for threads.
 */
public final class RetryPolicy {

  /** What to do about a failure. */
  public sealed interface Decision {

    /**
     * Try again.
     *
     * @param pause how long to wait before
     * @param sentence what failed
     */
    record Retry(Duration pause, String sentence) implements Decision {}

    /**
     * Stop: trying again does not help.
     *
     * @param failure a sentence with its code when the failure is an expected one
     */
    record Stop(RuntimeException failure) implements Decision {}
  }

  private final String service;
  private final BackOff backOff;

  /**
   * A policy with the usual pauses.
   *
   * @param service who uses it, for the sentence
   */
  public RetryPolicy(String service, RandomGenerator random) {
    this(service, new BackOff(random));
  }

  /** A policy with pauses of its own. */
  RetryPolicy(String service, BackOff backOff) {
    this.service = service;
    this.backOff = backOff;
  }

  /**
   * Decides about a failure.
   *
   * @param nanoTime when it happened, as {@link System#nanoTime} tells
   */
  public Decision after(RuntimeException failure, long nanoTime) {
    return BrokerFailure.isRetriable(failure)
        ? new Decision.Retry(backOff.next(nanoTime), String.valueOf(told(failure).getMessage()))
        : new Decision.Stop(told(failure));
  }

  /** The sentence of a failure of the broker; other failures as they are. */
  RuntimeException told(RuntimeException failure) {
    boolean isKnown = failure instanceof HeadraceException;
    return isKnown || BrokerFailure.find(failure).isEmpty()
        ? failure
        : BrokerFailure.toException("a call of the " + service, failure);
  }
}
