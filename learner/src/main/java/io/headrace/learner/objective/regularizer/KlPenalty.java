package io.headrace.learner.objective.regularizer;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.divergence.KlEstimator;
import io.headrace.learner.objective.term.LogRatio;
import io.headrace.learner.objective.term.LossTerm;
import io.headrace.learner.objective.term.TokenRows;
import java.util.Set;

/**
 * The penalty {@code Σ_t KL_t(π_θ || π_ref)} in the loss.
 *
 * <p>{@link KlEstimator#K3_WITH_K2_GRADIENT} has k3's value and k2's gradient by the
 * straight-through form {@code k2 + sg(k3 - k2)}, where sg stops the gradient (as in verl).
 *
 * @param estimator which estimate of the divergence
 */
public record KlPenalty(KlEstimator estimator) implements LossTerm {

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
          case K2 -> k2(d);
          case K3 -> k3(d);
          case K3_WITH_K2_GRADIENT -> k2(d).add(k3(d).sub(k2(d)).stopGradient());
        };
    return LossTerm.sum(perToken, rows);
  }

  private static NDArray k2(NDArray d) {
    return d.square().mul(0.5);
  }

  private static NDArray k3(NDArray d) {
    return d.neg().exp().add(d).sub(1);
  }
}
