package io.headrace.learner.objective.aggregation;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.RewardedTrace;
import java.util.List;

/**
 * The mean over the trained tokens of the traces with a reward above 0; the other traces have
 * factor 0, and so have all when no reward is above 0. For the positive-example likelihood of VAPO
 * (arXiv 2504.05118, equation 12).
 */
public record PositiveTokenMean() implements Aggregation {

  @Override
  public double[] weights(List<RewardedGroup> groups) {
    List<RewardedTrace> traces = groups.stream().flatMap(group -> group.traces().stream()).toList();
    long tokens =
        traces.stream()
            .filter(trace -> trace.reward() > 0)
            .mapToLong(RewardedTrace::trainedTokens)
            .sum();
    return traces.stream()
        .mapToDouble(trace -> trace.reward() > 0 && trace.isTrained() ? 1.0 / tokens : 0)
        .toArray();
  }
}
