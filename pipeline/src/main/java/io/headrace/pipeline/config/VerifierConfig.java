package io.headrace.pipeline.config;

import java.time.Duration;

/**
 * The verifier.
 *
 * @param threads number of traces that one scorer scores at once; a scorer may override it
 * @param scoreTimeout time-out of one scorer on one trace; a scorer may override it
 * @param maxAbandoned number of stuck threads of one scorer at which the service is unhealthy
 * @param maxDeliveries attempts to score a trace before it goes to the dead letters
 * @param groupTimeout how long a group scorer waits for the next trace of an incomplete group
 */
public record VerifierConfig(
    int threads,
    Duration scoreTimeout,
    int maxAbandoned,
    int maxDeliveries,
    Duration groupTimeout) {

  public VerifierConfig {
    Check.between("verifier.threads", threads, 1, Check.MOST_THREADS);
    Check.positive("verifier.score-timeout", scoreTimeout);
    Check.atLeast("verifier.max-abandoned", maxAbandoned, 1);
    Check.atLeast("verifier.max-deliveries", maxDeliveries, 1);
    Check.positive("verifier.group-timeout", groupTimeout);
  }
}
