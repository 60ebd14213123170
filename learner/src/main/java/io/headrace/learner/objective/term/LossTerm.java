package io.headrace.learner.objective.term;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.batch.TokenInput;
import java.util.Optional;
import java.util.Set;

/**
 * One differentiable term of an objective: a policy loss, a regularizer or a value loss. What it
 * divides by is left to an aggregation, so that the losses of micro-batches add up.
 *
 * <p>Implementations are immutable and may be shared between threads.
 */
public interface LossTerm {

  /**
   * What it reads besides current log-probs, mask, advantages and returns; nothing else is
   * computed. One that reads {@code rows.values()} declares {@link TokenInput#VALUES}.
   */
  default Set<TokenInput> inputs() {
    return Set.of();
  }

  /**
   * The loss of each trace: a sum over its trained tokens, or one value of the whole sequence.
   *
   * @return [B], differentiable in {@code rows.logProbs()} or {@code rows.values()}
   */
  NDArray perTrace(TokenRows rows);

  /**
   * Which tokens have a ratio outside the range that the loss clips or masks to.
   *
   * @return [B, T], 1 on such a token, else 0, arbitrary where {@code rows.mask()} is 0; empty when
   *     the loss has no such range
   */
  default Optional<NDArray> clipped(TokenRows rows) {
    return Optional.empty();
  }

  /** [B] sums over the trained tokens of each row of [B, T] values. */
  static NDArray sum(NDArray perToken, TokenRows rows) {
    return perToken.mul(rows.mask()).sum(new int[] {1});
  }
}
