package io.headrace.learner.objective.aggregation;

import io.headrace.learner.batch.RewardedGroup;
import java.util.List;

/** The sum over the trained tokens of the update, without a divisor. */
public record TokenSum() implements Aggregation {

  @Override
  public double[] weights(List<RewardedGroup> groups) {
    return groups.stream()
        .flatMap(group -> group.traces().stream())
        .mapToDouble(trace -> trace.isTrained() ? 1 : 0)
        .toArray();
  }
}
