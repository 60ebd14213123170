package io.headrace.reward.shaping;

import java.util.List;

/**
 * Turns the scores of a group into rewards, looking at the group as a whole.
 *
 * <p>Implementations are pure: the same samples and group number give the same rewards, so that a
 * replay of the log shapes as the live run did. They are called for groups to train on only;
 * held-out accuracy is never shaped.
 */
@FunctionalInterface
public interface RewardShaping {

  /** Leaves every score as it is. */
  RewardShaping NONE =
      (samples, group) -> samples.stream().mapToDouble(ScoredSample::score).toArray();

  /**
   * The rewards of the samples.
   *
   * @param samples the scored samples of the group, by sample number; those without a score are
   *     left out
   * @param group number of the group's request within the run, from 0
   * @return one reward per sample, in their order
   */
  double[] shape(List<ScoredSample> samples, long group);
}
