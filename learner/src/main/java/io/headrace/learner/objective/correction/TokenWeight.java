package io.headrace.learner.objective.correction;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.objective.term.LogRatio;

/**
 * The importance weight of each token, {@code w_t = min(π_old / μ, cap)}: with a cap the truncated
 * importance sampling of Yao et al. (2025), without one the weight of decoupled PPO (arXiv
 * 2110.00641; AReaL, arXiv 2505.24298).
 *
 * @param cap the largest weight, above 0; infinite for none
 */
public record TokenWeight(double cap) implements Correction {

  /** Checks the cap. */
  public TokenWeight {
    if (!(cap > 0)) {
      throw new IllegalArgumentException("a cap must be above 0, not " + cap);
    }
  }

  @Override
  public NDArray weights(NDArray logRatio, NDArray mask) {
    return LogRatio.limited(logRatio).exp().minimum(cap);
  }
}
