package io.headrace.reward.assembly;

import io.headrace.reward.shaping.RewardShaping;
import io.headrace.schemas.Purpose;
import java.time.Duration;

/**
 * How groups are assembled.
 *
 * @param minimumTrain fewest scored traces of a group to train on; a request for fewer needs all
 * @param minimumEvaluation the same for held-out groups
 * @param requestWait how long a group without its request is kept
 * @param rememberClosed how long a group is remembered after it was emitted, so that late events
 *     change nothing
 * @param quiet how long nothing must come before a passed deadline counts although the log was not
 *     read up to it
 * @param shaping turns the scores of a group to train on into rewards
 */
public record AssemblyRules(
    int minimumTrain,
    int minimumEvaluation,
    Duration requestWait,
    Duration rememberClosed,
    Duration quiet,
    RewardShaping shaping) {

  /** Two scored traces to train on, one to evaluate, rewards equal to scores. */
  public static final AssemblyRules DEFAULT =
      new AssemblyRules(
          2,
          1,
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofSeconds(1),
          RewardShaping.NONE);

  /** Refuses minimums below 1 and negative times. */
  public AssemblyRules {
    requireAtLeastOne("minimumTrain", minimumTrain);
    requireAtLeastOne("minimumEvaluation", minimumEvaluation);
    requireNotNegative("requestWait", requestWait);
    requireNotNegative("rememberClosed", rememberClosed);
    requireNotNegative("quiet", quiet);
  }

  /** These rules with another shaping. */
  public AssemblyRules withShaping(RewardShaping other) {
    return new AssemblyRules(
        minimumTrain, minimumEvaluation, requestWait, rememberClosed, quiet, other);
  }

  /** Fewest scored traces of a group that is not dropped. */
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
