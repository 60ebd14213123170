package io.headrace.learner.objective.advantage;

import java.util.Arrays;

/** What the rewards of a group are divided by, once their mean is subtracted. */
public enum Deviation {
  /** The standard deviation with divisor k - 1, as in verl and TRL; for k = 1 it is 1. */
  UNBIASED,
  /** The standard deviation with divisor k; for k = 1 it is 1. */
  POPULATION,
  /** Nothing (Dr. GRPO, arXiv 2503.20783, equation 4). */
  NONE;

  private static final double EPSILON = 1e-6;

  /** The divisor of a group's centred rewards, 1e-6 above the deviation. */
  double divisor(double[] rewards, double mean) {
    return switch (this) {
      case NONE -> 1;
      case UNBIASED -> deviation(rewards, mean, rewards.length - 1) + EPSILON;
      case POPULATION -> deviation(rewards, mean, rewards.length) + EPSILON;
    };
  }

  private static double deviation(double[] rewards, double mean, int divisor) {
    if (rewards.length == 1) {
      return 1;
    }
    double squares = Arrays.stream(rewards).map(reward -> (reward - mean) * (reward - mean)).sum();
    return Math.sqrt(squares / divisor);
  }
}
