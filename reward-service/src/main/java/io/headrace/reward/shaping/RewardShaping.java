package io.headrace.reward.shaping;

import java.util.List;

/**
 * Computes the rewards of a group from the scores of all its samples.
 *
 * <p>Implementations are pure: the same samples and group number give the same rewards, so a replay
 * of the log gives the rewards of the live run. They are applied to training groups only, not to
 * held-out groups.
 */
@FunctionalInterface
public interface RewardShaping {

  /** Rewards equal scores. */
  RewardShaping NONE =
      (samples, group) -> samples.stream().mapToDouble(ScoredSample::score).toArray();

  /**
   * The rewards of the samples.
   *
   * @param samples the samples of the group that have a score, by sample number
   * @param group number of the group's request within the run, from 0
   * @return one reward per sample, in their order
   */
  double[] shape(List<ScoredSample> samples, long group);
}
