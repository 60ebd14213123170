package io.headrace.learner.objective.regularizer;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.term.LogRatio;
import io.headrace.learner.objective.term.LossTerm;
import io.headrace.learner.objective.term.TokenRows;
import java.util.Set;

/**
 * An estimate per token of {@code KL(π_θ || π_ref)} from the tokens drawn (Schulman, "Approximating
 * KL divergence", 2020).
 *
 * @param estimator which estimate
 */
public record KlPenalty(Estimator estimator) implements LossTerm {

  /** Estimates with {@code d = log π_θ - log π_ref}. */
  public enum Estimator {
    /** {@code d}: unbiased in value; its gradient is 0 in expectation. */
    K1,
    /** {@code d^2 / 2}: biased in value; its gradient is that of the divergence. */
    K2,
    /** {@code exp(-d) + d - 1}: unbiased in value and never negative. */
    K3
  }

  @Override
  public Set<TokenInput> inputs() {
    return Set.of(TokenInput.REFERENCE_LOG_PROBS);
  }

  @Override
  public NDArray perTrace(TokenRows rows) {
    NDArray d = LogRatio.perToken(rows.logProbs(), rows.referenceLogProbs()); // [B, T]
    NDArray perToken =
        switch (estimator) {
          case K1 -> d;
          case K2 -> d.square().mul(0.5);
          case K3 -> d.neg().exp().add(d).sub(1);
        };
    return LossTerm.sum(perToken, rows);
  }
}
