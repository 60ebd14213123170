package io.headrace.learner.objective.policyloss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.term.LogRatio;
import io.headrace.learner.objective.term.LossTerm;
import io.headrace.learner.objective.term.TokenRows;
import java.util.Set;

/**
 * PPO's clipped surrogate on tokens (arXiv 1707.06347), with {@code rho_t = π_θ / π_old}:
 *
 * <pre>  l_t = max(-A_t rho_t, -A_t clip(rho_t, 1 - low, 1 + high)) </pre>
 *
 * <p>Where {@code A_t < 0}, {@code l_t} is at most {@code -A_t dualClip} (arXiv 1912.09729).
 *
 * @param low how far the ratio may fall below 1, in (0, 1]
 * @param high how far it may rise above 1, above 0
 * @param dualClip the largest ratio that counts for a negative advantage, above 1; infinite for
 *     none
 */
public record ClippedSurrogate(double low, double high, double dualClip) implements LossTerm {

  /** Checks the ranges. */
  public ClippedSurrogate {
    if (!(low > 0 && low <= 1 && high > 0 && dualClip > 1)) {
      throw new IllegalArgumentException(
          "a clip needs low in (0, 1], high > 0 and dualClip > 1: %s, %s, %s"
              .formatted(low, high, dualClip));
    }
  }

  /** The same clip on both sides, and no dual clip. */
  public static ClippedSurrogate symmetric(double epsilon) {
    return new ClippedSurrogate(epsilon, epsilon, Double.POSITIVE_INFINITY);
  }

  @Override
  public Set<TokenInput> inputs() {
    return Set.of(TokenInput.OLD_LOG_PROBS);
  }

  @Override
  public NDArray perTrace(TokenRows rows) {
    return LossTerm.sum(perToken(rows), rows);
  }

  /** [B, T] the loss of each token, for losses that weight tokens. */
  NDArray perToken(TokenRows rows) {
    NDArray ratio = LogRatio.perToken(rows.logProbs(), rows.oldLogProbs()).exp(); // [B, T]
    NDArray opposite = rows.advantages().neg(); // [B, T]
    NDArray loss = opposite.mul(ratio).maximum(opposite.mul(ratio.clip(1 - low, 1 + high)));
    if (Double.isInfinite(dualClip)) {
      return loss;
    }
    return NDArrays.where(opposite.gt(0), loss.minimum(opposite.mul(dualClip)), loss);
  }
}
