package io.headrace.learner.objective.valueloss;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.term.LossTerm;
import io.headrace.learner.objective.term.TokenRows;
import java.util.Set;

/**
 * The squared error of the value function against its returns R, where a change since batch start
 * beyond the clip has no gradient (PPO's implementation; verl):
 *
 * <pre>  l_t = 0.5 max( (V - R)^2, (clip(V, V_old - c, V_old + c) - R)^2 ) </pre>
 *
 * @param clip c, the largest change of a value that counts, in units of reward, above 0; infinite
 *     for none
 */
public record ClippedValueLoss(double clip) implements LossTerm {

  /** Checks the clip. */
  public ClippedValueLoss {
    if (!(clip > 0)) {
      throw new IllegalArgumentException("a value clip must be above 0, not " + clip);
    }
  }

  @Override
  public Set<TokenInput> inputs() {
    return Set.of(TokenInput.VALUES, TokenInput.OLD_VALUES);
  }

  @Override
  public NDArray perTrace(TokenRows rows) {
    NDArray error = rows.values().sub(rows.returns()).square(); // [B, T]
    return LossTerm.sum(clipped(rows, error), rows).mul(0.5);
  }

  private NDArray clipped(TokenRows rows, NDArray error) {
    if (Double.isInfinite(clip)) {
      return error;
    }
    NDArray change = rows.values().sub(rows.oldValues()).clip(-clip, clip);
    return error.maximum(rows.oldValues().add(change).sub(rows.returns()).square());
  }
}
