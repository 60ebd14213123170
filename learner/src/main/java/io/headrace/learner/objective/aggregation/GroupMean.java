package io.headrace.learner.objective.aggregation;

import io.headrace.learner.batch.RewardedGroup;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The mean over groups of the mean over a group's traces, {@code 1 / (m k)}: every group counts
 * alike, whatever its size (Kimi k1.5). For losses on the sequence.
 *
 * <p>k is the number of the group's traces that have a trained token, m the number of groups that
 * have such a trace.
 */
public record GroupMean() implements Aggregation {

  @Override
  public double[] weights(List<RewardedGroup> groups) {
    long counted = groups.stream().filter(group -> group.trainedTraces() > 0).count();
    return groups.stream().flatMapToDouble(group -> weights(group, counted)).toArray();
  }

  private static DoubleStream weights(RewardedGroup group, long groups) {
    long traces = group.trainedTraces();
    return group.traces().stream()
        .mapToDouble(trace -> trace.isTrained() ? 1.0 / traces / groups : 0);
  }
}
