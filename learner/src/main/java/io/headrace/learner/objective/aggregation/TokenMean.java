package io.headrace.learner.objective.aggregation;

import io.headrace.learner.batch.GroupOutcome;
import io.headrace.learner.batch.TraceOutcome;
import java.util.List;

/**
 * The mean over the trained tokens of the update, {@code 1 / N}: a long trace counts for more than
 * a short one (supervised fine-tuning; DAPO, arXiv 2503.14476).
 */
public record TokenMean() implements Aggregation {

  @Override
  public double[] weights(List<GroupOutcome> groups) {
    List<TraceOutcome> traces = groups.stream().flatMap(group -> group.traces().stream()).toList();
    long tokens = traces.stream().mapToLong(TraceOutcome::trainedTokens).sum();
    return traces.stream().mapToDouble(trace -> trace.isTrained() ? 1.0 / tokens : 0).toArray();
  }
}
