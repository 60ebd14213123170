package io.headrace.pipeline.group;

import java.util.Arrays;
import java.util.List;

/**
 * Whether a group can enter a training batch. The learner skips groups that are not {@link
 * #TRAINABLE}, and the curriculum applies the same rule, so it does not wait for a step to use
 * them.
 */
public enum Trainability {
  /** It may enter a batch. */
  TRAINABLE("FIT"),
  /** All its rewards are equal, and such groups are skipped. */
  EQUAL_REWARDS("EQUAL_REWARDS"),
  /** It has fewer than {@link #MIN_REWARDS} rewards. */
  UNSCORED("UNSCORED");

  /** Minimum number of rewards of a group. */
  public static final int MIN_REWARDS = 2;

  private final String code;

  Trainability(String code) {
    this.code = code;
  }

  /** The name in snapshots, which stays the same when the constant is renamed. */
  public String code() {
    return code;
  }

  /**
   * The constant with the given name in snapshots.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Trainability ofCode(String code) {
    return Arrays.stream(values())
        .filter(each -> each.code.equals(code))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException("no trainability has the code '%s'".formatted(code)));
  }

  /**
   * Classifies a group by its rewards.
   *
   * @param rewards of the traces that may be trained on
   * @param mixedRewards whether a group whose rewards are all equal is skipped
   */
  public static Trainability of(List<Double> rewards, boolean mixedRewards) {
    if (rewards.size() < MIN_REWARDS) {
      return UNSCORED;
    }
    double first = rewards.getFirst();
    boolean isEqual = rewards.stream().allMatch(reward -> reward == first);
    return mixedRewards && isEqual ? EQUAL_REWARDS : TRAINABLE;
  }
}
