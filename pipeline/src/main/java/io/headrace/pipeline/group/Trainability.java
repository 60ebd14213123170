package io.headrace.pipeline.group;

import java.util.List;

/**
 * Whether a step can learn from the rewards of a group. The learner leaves out groups that are not
 * fit, and the curriculum, which goes by the same rule, does not wait for a step to take them.
 */
public enum Trainability {
  /** It may enter a batch. */
  FIT,
  /** Its rewards are all equal, and such groups are left out. */
  EQUAL_REWARDS,
  /** It has fewer than two rewards to compare. */
  UNSCORED;

  /** The fewest rewards that can be compared. */
  public static final int FEWEST_REWARDS = 2;

  /**
   * The fitness of a group.
   *
   * @param rewards of the traces that may be trained on
   * @param mixedRewards whether groups whose rewards are all equal are left out
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
