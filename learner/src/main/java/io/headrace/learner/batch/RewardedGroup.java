package io.headrace.learner.batch;

import java.util.List;

/**
 * What advantage estimators and aggregations read of a group.
 *
 * @param traces in the order of the group's traces, at least one
 */
public record RewardedGroup(List<RewardedTrace> traces) {

  /** Copies the list and checks that it has traces. */
  public RewardedGroup {
    traces = List.copyOf(traces);
    if (traces.isEmpty()) {
      throw new IllegalArgumentException("a group needs at least one trace");
    }
  }

  /** How many traces have a trained token. */
  public long trainedTraces() {
    return traces.stream().filter(RewardedTrace::isTrained).count();
  }

  /** The reward of each trace, of those without a trained token too. */
  public double[] rewards() {
    return traces.stream().mapToDouble(RewardedTrace::reward).toArray();
  }
}
