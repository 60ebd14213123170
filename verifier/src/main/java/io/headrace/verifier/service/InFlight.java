package io.headrace.verifier.service;

import io.headrace.pipeline.config.VerifierConfig;
import java.time.Duration;

/**
 * How many traces a verifier holds at once. Pure.
 *
 * <p>Its lanes hold what its threads can score within two minutes when every scorer takes its whole
 * time-out: what they hold, no other instance scores, and a verifier that dies uses up a delivery
 * of each. The more a lane takes at once, the less each trace costs, so there is one lane for each
 * partition, and as many in reserve for when a lane waits for a slow trace.
 *
 * @param lanes members of the share group, and again as many in reserve
 * @param tracesPerLane records that a member takes at once
 * @param tracesPerReserve records that a member in reserve takes at once
 */
record InFlight(int lanes, int tracesPerLane, int tracesPerReserve) {

  private static final Duration HORIZON = Duration.ofMinutes(2);
  private static final long MOST_PER_THREAD = 64;
  private static final long RESERVE_PER_THREAD = 4;
  private static final long MOST_PER_LANE = 128;
  private static final int MOST_LANES = 8;

  /**
   * The bound for a configuration.
   *
   * @param partitions of the topic
   */
  static InFlight of(VerifierConfig config, int partitions) {
    int lanes = Math.min(partitions, MOST_LANES);
    long perThread = Math.clamp(HORIZON.dividedBy(config.scoreTimeout()), 1, MOST_PER_THREAD);
    return new InFlight(
        lanes,
        perLane(config.threads() * perThread, lanes),
        perLane(config.threads() * Math.min(perThread, RESERVE_PER_THREAD), lanes));
  }

  private static int perLane(long traces, int lanes) {
    return (int) Math.min(Math.ceilDiv(traces, lanes), MOST_PER_LANE);
  }
}
