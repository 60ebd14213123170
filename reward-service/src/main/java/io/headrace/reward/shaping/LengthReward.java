package io.headrace.reward.shaping;

import java.util.IntSummaryStatistics;
import java.util.List;

/**
 * The length reward of Kimi k1.5 (arXiv 2501.12599, section 2.3.3): it raises the reward of short
 * correct answers and lowers that of long answers.
 *
 * <pre>
 * lambda(i) = 0.5 - (length(i) - min) / (max - min)    min, max over the samples of the group
 * bonus(i)  = lambda(i)           if the answer is correct (score 1)
 *           = min(0, lambda(i))   otherwise
 * reward(i) = score(i) + weight * bonus(i)
 * </pre>
 *
 * All bonuses are 0 when every sample has the same length. As in the paper, the bonus is 0 in the
 * first part of the run and has a constant weight after that; the paper states neither the length
 * of that part nor the weight.
 *
 * @param weight factor of the bonus, at least 0; 0 disables it
 * @param warmUpGroups number of groups, by the number of their request, without the bonus
 */
public record LengthReward(double weight, long warmUpGroups) implements RewardShaping {

  /** Rejects negative values. */
  public LengthReward {
    if (!Double.isFinite(weight) || weight < 0) {
      throw new IllegalArgumentException(
          "the weight of the length reward is a number of at least 0, found " + weight);
    }
    if (warmUpGroups < 0) {
      throw new IllegalArgumentException(
          "the warm-up of the length reward is at least 0 groups, found " + warmUpGroups);
    }
  }

  @Override
  public double[] shape(List<ScoredSample> samples, long group) {
    double[] rewards = RewardShaping.NONE.shape(samples, group);
    if (weight == 0 || group < warmUpGroups) {
      return rewards;
    }
    double[] bonuses = bonuses(samples);
    for (int i = 0; i < rewards.length; i++) {
      rewards[i] += weight * bonuses[i];
    }
    return rewards;
  }

  /** The bonus of each sample before the weight, in the order of the samples. */
  static double[] bonuses(List<ScoredSample> samples) {
    IntSummaryStatistics lengths =
        samples.stream().mapToInt(ScoredSample::tokens).summaryStatistics();
    double[] bonuses = new double[samples.size()];
    if (samples.isEmpty() || lengths.getMax() == lengths.getMin()) {
      return bonuses;
    }
    double spread = (double) lengths.getMax() - lengths.getMin();
    for (int i = 0; i < bonuses.length; i++) {
      ScoredSample sample = samples.get(i);
      double lambda = 0.5 - (sample.tokens() - lengths.getMin()) / spread;
      bonuses[i] = sample.score() >= 1 ? lambda : Math.min(0, lambda);
    }
    return bonuses;
  }
}
