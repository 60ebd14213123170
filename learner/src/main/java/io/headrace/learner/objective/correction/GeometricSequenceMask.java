package io.headrace.learner.objective.correction;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.objective.term.LogRatio;

/**
 * Keeps a whole trace, {@code w = 1}, where the geometric mean of its ratios {@code π_old / μ} is
 * inside a range, else {@code w = 0} (OpenRLHF, SkyRL). Masked traces still count in the divisor of
 * the aggregation.
 *
 * @param range of the means that are kept
 */
public record GeometricSequenceMask(RatioRange range) implements Correction {

  private static final int[] TOKENS = {1};

  @Override
  public NDArray weights(NDArray logRatio, NDArray mask) {
    NDArray length = mask.sum(TOKENS, true).maximum(1); // [B, 1]
    return range.contains(LogRatio.limited(logRatio.sum(TOKENS, true).div(length)).exp());
  }
}
