package io.headrace.learner.objective.correction;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.objective.term.LogRatio;

/**
 * The importance weight of each whole trace, {@code w = min(Π_t π_old / μ, cap)} over its trained
 * tokens: truncated importance sampling on sequences (Yao et al., 2025).
 *
 * @param cap the largest weight, above 0; infinite for none
 */
public record SequenceWeight(double cap) implements Correction {

  private static final int[] TOKENS = {1};

  /** Checks the cap. */
  public SequenceWeight {
    if (!(cap > 0)) {
      throw new IllegalArgumentException("a cap must be above 0, not " + cap);
    }
  }

  @Override
  public NDArray weights(NDArray logRatio, NDArray mask) {
    return LogRatio.limited(logRatio.sum(TOKENS, true)).exp().minimum(cap); // [B, 1]
  }
}
