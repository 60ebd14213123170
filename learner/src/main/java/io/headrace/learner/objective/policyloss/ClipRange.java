package io.headrace.learner.objective.policyloss;

import ai.djl.ndarray.NDArray;

/**
 * The range [1 - low, 1 + high] of probability ratios.
 *
 * @param low how far a ratio may fall below 1, in (0, 1]
 * @param high how far it may rise above 1, above 0
 */
public record ClipRange(double low, double high) {

  /** Checks the range. */
  public ClipRange {
    if (!(low > 0 && low <= 1 && high > 0 && Double.isFinite(high))) {
      throw new IllegalArgumentException(
          "a clip range needs low in (0, 1] and a finite high > 0: %s, %s".formatted(low, high));
    }
  }

  /** [B, T] {@code max(-A rho, -A clip(rho))}, given {@code -A} and rho. */
  NDArray surrogate(NDArray opposite, NDArray ratio) {
    return opposite.mul(ratio).maximum(opposite.mul(limited(ratio)));
  }

  /** [B, T] 1 where the clipped ratio determines the surrogate's value, as verl counts them. */
  NDArray determines(NDArray opposite, NDArray ratio) {
    return opposite.mul(limited(ratio)).gt(opposite.mul(ratio)).toType(ratio.getDataType(), false);
  }

  /** [B, T] 1 where the ratio is outside the range. */
  NDArray excludes(NDArray ratio) {
    return ratio.neq(limited(ratio)).toType(ratio.getDataType(), false);
  }

  /** The ratios limited to the range. */
  NDArray limited(NDArray ratio) {
    return ratio.clip(1 - low, 1 + high);
  }
}
