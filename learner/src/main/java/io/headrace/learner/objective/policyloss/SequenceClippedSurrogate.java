package io.headrace.learner.objective.policyloss;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.term.LogRatio;
import io.headrace.learner.objective.term.LossTerm;
import io.headrace.learner.objective.term.TokenRows;
import java.util.Optional;
import java.util.Set;

/**
 * GSPO (arXiv 2507.18071): the clipped surrogate with the length-normalized ratio of the whole
 * sequence,
 *
 * <pre>  s   = exp( (1/|y|) Σ_t (log π_θ - log π_old) )
 *  s_t = sg(s) exp(log π_θ,t - sg(log π_θ,t))
 *  l_t = max(-A_t s_t, -A_t clip(s_t, 1 - low, 1 + high)) </pre>
 *
 * <p>where sg stops the gradient, and |y| counts trained tokens. Every token has the value of the
 * sequence, so that the mean over a trace's tokens is the paper's loss with the paper's gradient.
 *
 * @param range of the ratio
 */
public record SequenceClippedSurrogate(ClipRange range) implements TokenLoss {

  private static final int[] TOKENS = {1};

  @Override
  public Set<TokenInput> inputs() {
    return Set.of(TokenInput.OLD_LOG_PROBS);
  }

  @Override
  public NDArray perToken(TokenRows rows) {
    return range.surrogate(rows.advantages().neg(), ratio(rows));
  }

  @Override
  public Optional<NDArray> clipped(TokenRows rows) {
    return Optional.of(range.determines(rows.advantages().neg(), ratio(rows)));
  }

  /** [B, T] the sequence's ratio at each token. */
  private static NDArray ratio(TokenRows rows) {
    NDArray difference = rows.logProbs().sub(rows.oldLogProbs()); // [B, T]
    NDArray length = rows.mask().sum(TOKENS).maximum(1); // [B]
    NDArray mean = LogRatio.limited(LossTerm.sum(difference, rows).div(length)); // [B]
    NDArray own = rows.logProbs().sub(rows.logProbs().stopGradient()).exp(); // [B, T], all 1
    return own.mul(mean.exp().stopGradient().expandDims(1));
  }
}
