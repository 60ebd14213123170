package io.headrace.pipeline.service;

import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.BrokerFailure;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The retry policy of all services: after a retriable failure of the broker the work is retried
 * with a pause ({@link BackOff}); any other failure stops the service. Pure: time and randomness
 * are passed in. Not safe for threads.
 */
public final class RetryPolicy {

  /** The reaction to a failure. */
  public sealed interface Decision {

    /**
     * Retry.
     *
     * @param pause time to wait before
     * @param sentence the failure as one sentence
     */
    record Retry(Duration pause, String sentence) implements Decision {}

    /**
     * Stop, since a retry can't succeed.
     *
     * @param failure a {@code HeadraceException} when the failure is an expected one
     */
    record Stop(RuntimeException failure) implements Decision {}
  }

  private final String service;
  private final BackOff backOff;

  /**
   * A policy with the default pauses.
   *
   * @param service name of the service, for messages
   */
  public RetryPolicy(String service, RandomGenerator random) {
    this(service, new BackOff(random));
  }

  /** A policy with the given pauses. */
  RetryPolicy(String service, BackOff backOff) {
    this.service = service;
    this.backOff = backOff;
  }

  /**
   * Decides the reaction to a failure.
   *
   * @param nanoTime when it happened, as {@link System#nanoTime} in ns
   */
  public Decision after(RuntimeException failure, long nanoTime) {
    return BrokerFailure.isRetriable(failure)
        ? new Decision.Retry(
            backOff.next(nanoTime), String.valueOf(translate(failure).getMessage()))
        : new Decision.Stop(translate(failure));
  }

  /** Converts a broker failure to a {@code HeadraceException}; returns others unchanged. */
  RuntimeException translate(RuntimeException failure) {
    boolean isKnown = failure instanceof HeadraceException;
    return isKnown || BrokerFailure.find(failure).isEmpty()
        ? failure
        : BrokerFailure.toException("a call of the " + service, failure);
  }
}
