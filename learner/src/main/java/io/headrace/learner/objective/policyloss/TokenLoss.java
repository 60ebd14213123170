package io.headrace.learner.objective.policyloss;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.objective.term.LossTerm;
import io.headrace.learner.objective.term.TokenRows;

/** A policy loss on tokens, which a correction may weight per token. */
public interface TokenLoss extends LossTerm {

  /** [B, T] the loss of each token; arbitrary but finite where {@code rows.mask()} is 0. */
  NDArray perToken(TokenRows rows);

  @Override
  default NDArray perTrace(TokenRows rows) {
    return LossTerm.sum(perToken(rows), rows);
  }
}
