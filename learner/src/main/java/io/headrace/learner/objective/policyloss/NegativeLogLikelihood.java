package io.headrace.learner.objective.policyloss;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.objective.term.LossTerm;
import io.headrace.learner.objective.term.TokenRows;

/** {@code -Σ_t log π_θ(token t)}: the cross-entropy of supervised fine-tuning. */
public record NegativeLogLikelihood() implements LossTerm {

  @Override
  public NDArray perTrace(TokenRows rows) {
    return LossTerm.sum(rows.logProbs(), rows).neg(); // [B]
  }
}
