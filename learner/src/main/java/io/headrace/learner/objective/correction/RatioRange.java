package io.headrace.learner.objective.correction;

import ai.djl.ndarray.NDArray;

/**
 * A range of ratios outside of which tokens or traces are masked.
 *
 * @param low smallest ratio that is kept, at least 0
 * @param high largest ratio that is kept, above low
 */
public record RatioRange(double low, double high) {

  /** Checks the range. */
  public RatioRange {
    if (!(low >= 0 && high > low)) {
      throw new IllegalArgumentException(
          "a range of ratios needs 0 <= low < high: %s, %s".formatted(low, high));
    }
  }

  /** 1 where the ratio is inside the range, else 0. */
  NDArray contains(NDArray ratio) {
    return ratio.gte(low).logicalAnd(ratio.lte(high)).toType(ratio.getDataType(), false);
  }
}
