package io.headrace.verifier.service;

import io.headrace.verifier.scorer.ScorerLimits;
import java.time.Duration;
import java.util.List;

/**
 * How many traces of a queue a verifier holds at once. Pure.
 *
 * <p>The consumers of a queue hold as many traces as its scorer can score within two minutes when
 * each takes the whole time-out; with several scorers the smallest number counts, since all traces
 * may ask for that scorer. No other instance can score held traces, and a killed verifier costs
 * each of them a delivery. A consumer that takes more traces at once needs less work per trace, so
 * there is one consumer for each partition, and the same number of standby consumers for when a
 * consumer waits for a slow trace.
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
   * The bound for the scorers of a queue.
   *
   * @param limits of each scorer, at least one
   * @param partitions of the topic
   */
  static InFlight of(List<ScorerLimits> limits, int partitions) {
    int consumers = Math.min(partitions, MOST_CONSUMERS);
    return new InFlight(
        consumers,
        perConsumer(fewest(limits, MOST_PER_THREAD), consumers),
        perConsumer(fewest(limits, RESERVE_PER_THREAD), consumers));
  }

  private static long fewest(List<ScorerLimits> limits, long mostPerThread) {
    return limits.stream()
        .mapToLong(each -> each.concurrency() * perThread(each.timeout(), mostPerThread))
        .min()
        .orElseThrow();
  }

  private static long perThread(Duration timeout, long most) {
    return Math.clamp(HORIZON.dividedBy(timeout), 1, most);
  }

  private static int perConsumer(long traces, int consumers) {
    return (int) Math.min(Math.ceilDiv(traces, consumers), MOST_PER_CONSUMER);
  }
}
