package io.headrace.learner.objective.correction;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.term.LossTerm;
import io.headrace.learner.objective.term.TokenRows;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Bypass mode, as in verl: the log-probs that the rollout workers recorded take the place of those
 * at batch start, {@code π_old := μ}. The ratio of the loss then corrects for the rollout policy,
 * and no pass over the batch for old log-probs is needed.
 *
 * @param loss reads μ where it would read π_old; not a {@link CorrectedLoss}, which would count the
 *     correction twice
 */
public record RolloutAsOld(LossTerm loss) implements LossTerm {

  /** Rejects a corrected loss. */
  public RolloutAsOld {
    if (loss instanceof CorrectedLoss) {
      throw new IllegalArgumentException(
          "bypass mode already corrects for the rollout policy; with a correction weight it would"
              + " be counted twice");
    }
  }

  @Override
  public Set<TokenInput> inputs() {
    Set<TokenInput> inputs = EnumSet.noneOf(TokenInput.class);
    inputs.addAll(loss.inputs());
    if (inputs.remove(TokenInput.OLD_LOG_PROBS)) {
      inputs.add(TokenInput.ROLLOUT_LOG_PROBS);
    }
    return inputs;
  }

  @Override
  public NDArray perTrace(TokenRows rows) {
    return loss.perTrace(new RolloutAsOldRows(rows));
  }

  @Override
  public Optional<NDArray> clipped(TokenRows rows) {
    return loss.clipped(new RolloutAsOldRows(rows));
  }
}
