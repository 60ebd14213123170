package io.headrace.learner.objective.advantage;

import java.util.Arrays;

/**
 * What a reward is compared with in the Kimi objective (Kimi k1.5, arXiv 2501.12599, section
 * 2.3.2).
 *
 * <p>Only {@link #LOGZ} makes the exact optimum of the regularized problem the fixed point. {@link
 * #MEAN} is what the paper uses in practice; at a finite tau it stops short of that optimum.
 */
public enum Baseline {
  /** {@code mean(r_1..r_k)}, the own sample included: the limit of {@link #LOGZ} for large tau. */
  MEAN {
    @Override
    public double of(double[] rewards, double tau) {
      return Arrays.stream(rewards).average().orElseThrow();
    }
  },
  /** {@code tau log Z}, estimated as {@code tau log((1/k) sum_j exp(r_j / tau))}. */
  LOGZ {
    @Override
    public double of(double[] rewards, double tau) {
      double largest = Arrays.stream(rewards).max().orElseThrow();
      double sum = Arrays.stream(rewards).map(reward -> Math.exp((reward - largest) / tau)).sum();
      return largest + tau * Math.log(sum / rewards.length);
    }
  };

  /**
   * The baseline of a group.
   *
   * @param rewards the rewards of the group, at least one
   * @param tau strength of the regularization, in units of reward, above 0
   */
  public abstract double of(double[] rewards, double tau);
}
