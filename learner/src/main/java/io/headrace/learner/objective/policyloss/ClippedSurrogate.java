package io.headrace.learner.objective.policyloss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.term.LogRatio;
import io.headrace.learner.objective.term.TokenRows;
import java.util.Optional;
import java.util.Set;

/**
 * PPO's clipped surrogate on tokens (arXiv 1707.06347), with {@code rho_t = π_θ / π_old}:
 *
 * <pre>  l_t = max(-A_t rho_t, -A_t clip(rho_t, 1 - low, 1 + high)) </pre>
 *
 * <p>Where {@code A_t < 0}, {@code l_t} is at most {@code -A_t dualClip} (arXiv 1912.09729).
 *
 * @param range of the ratio
 * @param dualClip the largest ratio that counts for a negative advantage, above 1; infinite for
 *     none
 */
public record ClippedSurrogate(ClipRange range, double dualClip) implements TokenLoss {

  /** Checks the dual clip. */
  public ClippedSurrogate {
    if (!(dualClip > 1)) {
      throw new IllegalArgumentException("a dual clip must be above 1, not " + dualClip);
    }
  }

  /** Without a dual clip. */
  public static ClippedSurrogate of(double low, double high) {
    return new ClippedSurrogate(new ClipRange(low, high), Double.POSITIVE_INFINITY);
  }

  /** The same clip on both sides, and no dual clip. */
  public static ClippedSurrogate symmetric(double epsilon) {
    return of(epsilon, epsilon);
  }

  @Override
  public Set<TokenInput> inputs() {
    return Set.of(TokenInput.OLD_LOG_PROBS);
  }

  @Override
  public NDArray perToken(TokenRows rows) {
    NDArray opposite = rows.advantages().neg(); // [B, T]
    NDArray loss = range.surrogate(opposite, ratio(rows));
    if (Double.isInfinite(dualClip)) {
      return loss;
    }
    return NDArrays.where(opposite.gt(0), loss.minimum(opposite.mul(dualClip)), loss);
  }

  @Override
  public Optional<NDArray> clipped(TokenRows rows) {
    return Optional.of(range.determines(rows.advantages().neg(), ratio(rows)));
  }

  private static NDArray ratio(TokenRows rows) {
    return LogRatio.perToken(rows.logProbs(), rows.oldLogProbs()).exp(); // [B, T]
  }
}
