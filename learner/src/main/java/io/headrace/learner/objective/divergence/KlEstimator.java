package io.headrace.learner.objective.divergence;

/**
 * Estimates per token of {@code KL(π || π_ref)} from tokens drawn from π, with {@code d = log π -
 * log π_ref} (Schulman, "Approximating KL divergence", 2020).
 *
 * <p>{@code d} is limited to ±20; k3 itself is not limited.
 */
public enum KlEstimator {
  /** {@code d}: unbiased in value; the expectation of its gradient is 0. */
  K1,
  /**
   * {@code d^2 / 2}: biased in value; the expectation of its gradient is that of the divergence.
   */
  K2,
  /** {@code exp(-d) + d - 1}: unbiased in value and never negative. */
  K3,
  /** The value of {@link #K3} with the gradient of {@link #K2}, {@code d}. */
  K3_WITH_K2_GRADIENT;

  /** The largest absolute log-ratio. */
  private static final double LIMIT = 20;

  /**
   * The estimate of one token.
   *
   * @param logRatio {@code log π - log π_ref}, nats
   */
  public double of(double logRatio) {
    double d = Math.clamp(logRatio, -LIMIT, LIMIT);
    return switch (this) {
      case K1 -> d;
      case K2 -> d * d / 2;
      case K3, K3_WITH_K2_GRADIENT -> Math.exp(-d) + d - 1;
    };
  }
}
