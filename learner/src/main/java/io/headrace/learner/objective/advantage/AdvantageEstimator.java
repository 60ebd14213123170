package io.headrace.learner.objective.advantage;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.TokenInput;
import java.util.List;
import java.util.Set;

/**
 * Estimates advantages, once per step over the whole batch, in double precision.
 *
 * <p>Implementations are immutable and may be shared between threads.
 */
public interface AdvantageEstimator {

  /** What it reads per token besides rewards and masks; not {@link TokenInput#VALUES}. */
  default Set<TokenInput> inputs() {
    return Set.of();
  }

  /** Whether all tokens of a trace have the same advantage, as policy losses on sequences need. */
  default boolean isPerTrace() {
    return true;
  }

  /**
   * The advantages of a batch.
   *
   * @param groups the batch, at least one group
   * @return one per trace, groups one after the other
   */
  List<TraceAdvantage> estimate(List<RewardedGroup> groups);
}
