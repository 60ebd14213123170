package io.headrace.verifier.service;

import io.headrace.pipeline.config.VerifierConfig;
import java.time.Duration;

/**
 * How many traces a verifier holds at once. Pure.
 *
 * <p>Its consumers hold what its threads can score within two minutes when every scorer takes its
 * whole time-out: what they hold, no other instance scores, and a verifier that dies uses up a
 * delivery of each. The more a consumer takes at once, the less each trace costs, so there is one
 * consumer for each partition, and as many in reserve for when a consumer waits for a slow trace.
 *
 * @param consumers members of the share group, and again as many in reserve
 * @param tracesPerConsumer records that a member takes at once
 * @param tracesPerReserve records that a member in reserve takes at once
 */
record InFlight(int consumers, int tracesPerConsumer, int tracesPerReserve) {

  private static final Duration HORIZON = Duration.ofMinutes(2);
  private static final long MOST_PER_THREAD = 64;
  private static final long RESERVE_PER_THREAD = 4;
  private static final long MOST_PER_CONSUMER = 128;
  private static final int MOST_CONSUMERS = 8;

  /**
   * The bound for a configuration.
   *
   * @param partitions of the topic
   */
  static InFlight of(VerifierConfig config, int partitions) {
    int consumers = Math.min(partitions, MOST_CONSUMERS);
    long perThread = Math.clamp(HORIZON.dividedBy(config.scoreTimeout()), 1, MOST_PER_THREAD);
    return new InFlight(
        consumers,
        perConsumer(config.threads() * perThread, consumers),
        perConsumer(config.threads() * Math.min(perThread, RESERVE_PER_THREAD), consumers));
  }

  private static int perConsumer(long traces, int consumers) {
    return (int) Math.min(Math.ceilDiv(traces, consumers), MOST_PER_CONSUMER);
  }
}
