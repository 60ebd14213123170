package io.headrace.learner.objective.policyloss;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.term.LogRatio;
import io.headrace.learner.objective.term.TokenRows;
import java.util.Optional;
import java.util.Set;

/**
 * CISPO (MiniMax-M1, arXiv 2506.13585, equation 4): a policy gradient whose importance ratio is
 * clipped and constant under the gradient, so that every token has one,
 *
 * <pre>  l_t = -sg(clip(π_θ / π_old, 1 - low, 1 + high)) A_t log π_θ </pre>
 *
 * @param range of the ratio; a low of 1 leaves out the lower bound, as the paper does
 */
public record CappedRatioPolicyGradient(ClipRange range) implements TokenLoss {

  @Override
  public Set<TokenInput> inputs() {
    return Set.of(TokenInput.OLD_LOG_PROBS);
  }

  @Override
  public NDArray perToken(TokenRows rows) {
    NDArray weight = range.limited(ratio(rows)).stopGradient(); // [B, T]
    return weight.mul(rows.advantages()).mul(rows.logProbs()).neg();
  }

  @Override
  public Optional<NDArray> clipped(TokenRows rows) {
    return Optional.of(range.excludes(ratio(rows)));
  }

  private static NDArray ratio(TokenRows rows) {
    return LogRatio.perToken(rows.logProbs(), rows.oldLogProbs()).exp(); // [B, T]
  }
}
