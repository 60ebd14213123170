package io.headrace.learner.objective.aggregation;

import io.headrace.learner.batch.RewardedGroup;
import java.util.List;

/**
 * The factors with which the losses of traces add up to the loss of one optimizer update.
 *
 * <p>They are fixed in double precision before the first micro-batch, so the gradient does not
 * depend on how traces were packed. Implementations are immutable and may be shared between
 * threads.
 *
 * <p>A trace without a trained token has factor 0 and is in no mean's divisor. Its reward still
 * enters the baseline of its group, which is the advantage estimator's.
 */
@FunctionalInterface
public interface Aggregation {

  /**
   * The factor of each trace.
   *
   * @param groups the groups of one optimizer update, at least one
   * @return one per trace, groups one after the other
   */
  double[] weights(List<RewardedGroup> groups);
}
