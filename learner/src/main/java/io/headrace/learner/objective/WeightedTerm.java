package io.headrace.learner.objective;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.objective.aggregation.Aggregation;
import io.headrace.learner.objective.term.LossTerm;
import java.util.Arrays;
import java.util.List;

/**
 * A loss term with its factor and its aggregation.
 *
 * @param coefficient the factor, finite
 * @param term the loss of each trace
 * @param aggregation how the losses of traces add up
 */
public record WeightedTerm(double coefficient, LossTerm term, Aggregation aggregation) {

  /** Checks the factor. */
  public WeightedTerm {
    if (!Double.isFinite(coefficient)) {
      throw new IllegalArgumentException("a coefficient must be finite, not " + coefficient);
    }
  }

  /** The factor of each trace's loss, the coefficient included; groups one after the other. */
  public double[] weights(List<RewardedGroup> groups) {
    return Arrays.stream(aggregation.weights(groups)).map(weight -> coefficient * weight).toArray();
  }
}
