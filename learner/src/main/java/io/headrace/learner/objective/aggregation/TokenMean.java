package io.headrace.learner.objective.aggregation;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.RewardedTrace;
import java.util.List;

/**
 * The mean over the trained tokens of the update, {@code 1 / N}: a long trace counts for more than
 * a short one (supervised fine-tuning; DAPO, arXiv 2503.14476).
 */
public record TokenMean() implements Aggregation {

  @Override
  public double[] weights(List<RewardedGroup> groups) {
    List<RewardedTrace> traces = groups.stream().flatMap(group -> group.traces().stream()).toList();
    long tokens = traces.stream().mapToLong(RewardedTrace::trainedTokens).sum();
    return traces.stream().mapToDouble(trace -> trace.isTrained() ? 1.0 / tokens : 0).toArray();
  }
}
