package io.headrace.pipeline.config;

/**
 * The rollout workers of one process.
 *
 * @param decoders number of single-threaded decoders, one per core
 * @param slots number of sequences that a decoder decodes at once
 * @param decodeSteps tokens per native call
 * @param consumers number of share-group members that receive requests; a member receives new ones
 *     only when all it holds are finished, so all workers together need at least two for each of
 *     {@code kafka.partitions}
 * @param precision of matrix products
 * @param device where the decoders run
 * @param maxDeliveries attempts to sample a request before it goes to the dead letters
 * @param repetitionLength maximum length of a repeated sequence that is detected, in tokens
 * @param repetitionCount number of repeats that end a trace, 0 for never
 */
public record RolloutConfig(
    int decoders,
    int slots,
    int decodeSteps,
    int consumers,
    PrecisionSetting precision,
    DeviceSetting device,
    int maxDeliveries,
    int repetitionLength,
    int repetitionCount) {

  private static final int MOST_SLOTS = 65_536;
  private static final int MOST_DECODE_STEPS = 1024;

  public RolloutConfig {
    Check.between("rollout.decoders", decoders, 1, Check.MOST_THREADS);
    Check.between("rollout.slots", slots, 1, MOST_SLOTS);
    Check.between("rollout.decode-steps", decodeSteps, 1, MOST_DECODE_STEPS);
    Check.between("rollout.consumers", consumers, 1, Check.MOST_THREADS);
    Check.atLeast("rollout.max-deliveries", maxDeliveries, 1);
    Check.atLeast("rollout.repetition-length", repetitionLength, 1);
    Check.that(
        repetitionCount == 0 || repetitionCount >= 2,
        "rollout.repetition-count",
        "must be 0 for never, or at least 2, is " + repetitionCount);
  }
}
