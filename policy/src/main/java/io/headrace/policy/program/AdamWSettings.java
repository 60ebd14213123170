package io.headrace.policy.program;

/**
 * Settings of one AdamW step.
 *
 * @param learningRate step size
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param weightDecay decoupled decay, on matrices only: norms and biases do not decay
 * @param maxGradientNorm global norm above which gradients are scaled down; may be infinite
 */
public record AdamWSettings(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double maxGradientNorm) {

  public AdamWSettings {
    require(learningRate >= 0, "learningRate", learningRate);
    require(beta1 >= 0 && beta1 < 1, "beta1", beta1);
    require(beta2 >= 0 && beta2 < 1, "beta2", beta2);
    require(epsilon > 0, "epsilon", epsilon);
    require(weightDecay >= 0, "weightDecay", weightDecay);
    require(maxGradientNorm > 0, "maxGradientNorm", maxGradientNorm);
  }

  /** Betas 0.9 and 0.95, epsilon 1e-8, no decay, gradients clipped to norm 1. */
  public static AdamWSettings of(double learningRate) {
    return new AdamWSettings(learningRate, 0.9, 0.95, 1e-8, 0, 1);
  }

  public AdamWSettings withLearningRate(double rate) {
    return new AdamWSettings(rate, beta1, beta2, epsilon, weightDecay, maxGradientNorm);
  }

  double[] values() {
    return new double[] {learningRate, beta1, beta2, epsilon, weightDecay, maxGradientNorm};
  }

  private static void require(boolean holds, String name, double value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is out of range: " + value);
    }
  }
}
