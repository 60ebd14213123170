package io.headrace.learner.objective.correction;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.policyloss.TokenLoss;
import io.headrace.learner.objective.term.TokenRows;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A policy loss whose tokens are weighted for having been drawn by the rollout policy μ: {@code l_t
 * = sg(w_t) · loss_t}, where sg stops the gradient.
 *
 * @param loss the loss without the correction
 * @param correction the weights
 * @param numerator the policy whose ratio to μ is corrected
 */
public record CorrectedLoss(TokenLoss loss, Correction correction, Numerator numerator)
    implements TokenLoss {

  /** The policy above the fraction bar of the ratio to μ. */
  public enum Numerator {
    /** The weights at batch start, π_old: for losses with a ratio {@code π_θ / π_old}. */
    BATCH_START,
    /** The current weights, π_θ: for losses without a ratio. */
    CURRENT
  }

  @Override
  public Set<TokenInput> inputs() {
    Set<TokenInput> inputs = EnumSet.of(TokenInput.ROLLOUT_LOG_PROBS);
    inputs.addAll(loss.inputs());
    if (numerator == Numerator.BATCH_START) {
      inputs.add(TokenInput.OLD_LOG_PROBS);
    }
    return inputs;
  }

  @Override
  public NDArray perToken(TokenRows rows) {
    return loss.perToken(rows).mul(weights(rows));
  }

  @Override
  public Optional<NDArray> clipped(TokenRows rows) {
    return loss.clipped(rows);
  }

  private NDArray weights(TokenRows rows) {
    NDArray policy =
        switch (numerator) {
          case BATCH_START -> rows.oldLogProbs();
          case CURRENT -> rows.logProbs().stopGradient();
        };
    NDArray logRatio = policy.sub(rows.rolloutLogProbs()).mul(rows.mask()); // [B, T]
    return correction.weights(logRatio, rows.mask());
  }
}
