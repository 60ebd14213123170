package io.headrace.learner.objective.policyloss;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.term.LogRatio;
import io.headrace.learner.objective.term.TokenRows;
import java.util.Optional;
import java.util.Set;

/**
 * DPPO with the total-variation mask, as in verl and prime-rl: the surrogate without clipping,
 * {@code l_t = -A_t π_θ / π_old}, and 0 on tokens whose probability has already moved too far in
 * the direction of the advantage:
 *
 * <pre>  π_θ - π_old &gt;  high   where A_t &gt; 0
 *  π_θ - π_old &lt; -low    where A_t &lt;= 0 </pre>
 *
 * <p>The masked tokens still count in the divisor of the aggregation.
 *
 * @param low largest fall of a token's probability, in (0, 1]
 * @param high largest rise of a token's probability, in (0, 1]
 */
public record TotalVariationMaskedSurrogate(double low, double high) implements TokenLoss {

  /** Checks the bounds. */
  public TotalVariationMaskedSurrogate {
    if (!(low > 0 && low <= 1 && high > 0 && high <= 1)) {
      throw new IllegalArgumentException(
          "bounds on a change of probability must be in (0, 1]: %s, %s".formatted(low, high));
    }
  }

  @Override
  public Set<TokenInput> inputs() {
    return Set.of(TokenInput.OLD_LOG_PROBS);
  }

  @Override
  public NDArray perToken(TokenRows rows) {
    NDArray ratio = LogRatio.perToken(rows.logProbs(), rows.oldLogProbs()).exp(); // [B, T]
    return rows.advantages().neg().mul(ratio).mul(masked(rows).neg().add(1));
  }

  @Override
  public Optional<NDArray> clipped(TokenRows rows) {
    return Optional.of(masked(rows));
  }

  /** [B, T] 1 on the tokens left out. */
  private NDArray masked(TokenRows rows) {
    NDArray change = rows.logProbs().stopGradient().exp().sub(rows.oldLogProbs().exp()); // [B, T]
    NDArray rise = rows.advantages().gt(0);
    NDArray tooHigh = rise.logicalAnd(change.gt(high));
    NDArray tooLow = rise.logicalNot().logicalAnd(change.lt(-low));
    return tooHigh.logicalOr(tooLow).toType(change.getDataType(), false);
  }
}
