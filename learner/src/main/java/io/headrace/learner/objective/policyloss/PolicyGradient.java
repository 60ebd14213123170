package io.headrace.learner.objective.policyloss;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.objective.term.TokenRows;

/**
 * REINFORCE (Williams, 1992): {@code l_t = -A_t log π_θ}, without a ratio and without clipping.
 * Right for tokens drawn from the current weights, else with a correction.
 */
public record PolicyGradient() implements TokenLoss {

  @Override
  public NDArray perToken(TokenRows rows) {
    return rows.advantages().neg().mul(rows.logProbs()); // [B, T]
  }
}
