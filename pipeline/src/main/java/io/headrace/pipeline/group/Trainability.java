package io.headrace.pipeline.group;

import java.util.List;

/**
 * Whether a group can enter a training batch. The learner skips groups that are not {@link #FIT},
 * and the curriculum applies the same rule, so it does not wait for a step to use them.
 */
public enum Trainability {
  /** It may enter a batch. */
  FIT,
  /** All its rewards are equal, and such groups are left out. */
  EQUAL_REWARDS,
  /** It has fewer than {@link #FEWEST_REWARDS} rewards. */
  UNSCORED;

  /** Minimum number of rewards of a group. */
  public static final int FEWEST_REWARDS = 2;

  /**
   * Classifies a group by its rewards.
   *
   * @param rewards of the traces that may be trained on
   * @param mixedRewards whether a group whose rewards are all equal is left out
   */
  public static Trainability of(List<Double> rewards, boolean mixedRewards) {
    if (rewards.size() < FEWEST_REWARDS) {
      return UNSCORED;
    }
    double first = rewards.getFirst();
    boolean isEqual = rewards.stream().allMatch(reward -> reward == first);
    return mixedRewards && isEqual ? EQUAL_REWARDS : FIT;
  }
}
