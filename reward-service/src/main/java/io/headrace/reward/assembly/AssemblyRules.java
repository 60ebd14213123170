package io.headrace.reward.assembly;

import io.headrace.reward.shaping.RewardShaping;
import io.headrace.schemas.Purpose;
import java.time.Duration;

/**
 * The rules by which groups are assembled.
 *
 * @param minimumTrain minimum number of scored traces of a training group; a request for fewer
 *     samples needs all
 * @param minimumEvaluation the same for held-out groups
 * @param requestWait how long events of a group without a request are kept
 * @param rememberClosed how long an emitted group is remembered, so that late events are ignored
 * @param quietPeriod time without records after which a deadline counts as passed, although the log
 *     was not read up to it
 * @param shaping computes the rewards of a training group from its scores
 */
public record AssemblyRules(
    int minimumTrain,
    int minimumEvaluation,
    Duration requestWait,
    Duration rememberClosed,
    Duration quietPeriod,
    RewardShaping shaping) {

  /**
   * At least two scored traces in a training group, one in a held-out group; rewards equal scores.
   */
  public static final AssemblyRules DEFAULT =
      new AssemblyRules(
          2,
          1,
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofSeconds(1),
          RewardShaping.NONE);

  /** Rejects minimums below 1 and negative durations. */
  public AssemblyRules {
    requireAtLeastOne("minimumTrain", minimumTrain);
    requireAtLeastOne("minimumEvaluation", minimumEvaluation);
    requireNotNegative("requestWait", requestWait);
    requireNotNegative("rememberClosed", rememberClosed);
    requireNotNegative("quietPeriod", quietPeriod);
  }

  /** These rules with another shaping. */
  public AssemblyRules withShaping(RewardShaping other) {
    return new AssemblyRules(
        minimumTrain, minimumEvaluation, requestWait, rememberClosed, quietPeriod, other);
  }

  /** Minimum number of scored traces of a group that is not dropped. */
  int minimum(Purpose purpose, int requested) {
    int configured =
        switch (purpose) {
          case TRAIN -> minimumTrain;
          case EVALUATION -> minimumEvaluation;
        };
    return Math.min(configured, requested);
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is at least 1, found " + value);
    }
  }

  private static void requireNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " is at least 0, found " + value);
    }
  }
}
