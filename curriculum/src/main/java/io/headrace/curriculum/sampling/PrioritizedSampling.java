package io.headrace.curriculum.sampling;

import java.util.Arrays;

/**
 * Prioritized sampling: P(i) ∝ max(1 − s_i, minWeight), with s_i the success rate of task i (Kimi
 * k1.5, arXiv 2501.12599, section 2.3.4). With a minimum weight solved tasks are sampled too, since
 * the policy may unlearn them. When all weights are zero the tasks are equally likely.
 *
 * <p>Immutable; a draw is a pure function of a number in [0, 1).
 */
public final class PrioritizedSampling {

  /** Entry i is the sum of the weights of tasks 0 to i. */
  private final double[] cumulative;

  private PrioritizedSampling(double[] cumulative) {
    this.cumulative = cumulative;
  }

  /**
   * The distribution for given success rates.
   *
   * @param successRates s_i, each 0 to 1
   * @param minWeight minimum weight of a task, 0 to 1
   */
  public static PrioritizedSampling of(double[] successRates, double minWeight) {
    if (successRates.length == 0) {
      throw new IllegalArgumentException("there is no task to sample");
    }
    double[] cumulative = new double[successRates.length];
    double sum = 0;
    for (int i = 0; i < successRates.length; i++) {
      sum += Math.max(1 - successRates[i], minWeight);
      cumulative[i] = sum;
    }
    if (sum <= 0) {
      Arrays.setAll(cumulative, i -> i + 1.0);
    }
    return new PrioritizedSampling(cumulative);
  }

  /** The probability of each task; the sum is 1. */
  public double[] probabilities() {
    double[] probabilities = new double[cumulative.length];
    for (int i = 0; i < cumulative.length; i++) {
      probabilities[i] = (cumulative[i] - (i == 0 ? 0 : cumulative[i - 1])) / total();
    }
    return probabilities;
  }

  /**
   * The index of the task drawn with {@code uniform}; never one of probability 0.
   *
   * @param uniform drawn from [0, 1)
   */
  public int draw(double uniform) {
    double target = uniform * total();
    int low = 0;
    int high = cumulative.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > target) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private double total() {
    return cumulative[cumulative.length - 1];
  }
}
