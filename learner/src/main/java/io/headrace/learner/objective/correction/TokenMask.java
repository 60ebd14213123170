package io.headrace.learner.objective.correction;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.objective.term.LogRatio;

/**
 * IcePop (Ling team, 2025): {@code w_t = π_old / μ} where that is inside a range, else 0. Masked
 * tokens still count in the divisor of the aggregation.
 *
 * @param range of the ratios that are kept
 */
public record TokenMask(RatioRange range) implements Correction {

  @Override
  public NDArray weights(NDArray logRatio, NDArray mask) {
    NDArray ratio = LogRatio.limited(logRatio).exp(); // [B, T]
    return ratio.mul(range.contains(ratio));
  }
}
