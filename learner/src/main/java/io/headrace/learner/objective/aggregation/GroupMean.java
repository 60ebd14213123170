package io.headrace.learner.objective.aggregation;

import io.headrace.learner.batch.GroupOutcome;
import java.util.Arrays;
import java.util.List;

/**
 * The mean over groups of the mean over a group's traces, {@code 1 / (m k)}: every group counts
 * alike, whatever its size (Kimi k1.5). For losses on the sequence.
 */
public record GroupMean() implements Aggregation {

  @Override
  public double[] weights(List<GroupOutcome> groups) {
    return groups.stream()
        .flatMapToDouble(
            group -> {
              int traces = group.traces().size();
              return Arrays.stream(new int[traces])
                  .mapToDouble(trace -> 1.0 / traces / groups.size());
            })
        .toArray();
  }
}
