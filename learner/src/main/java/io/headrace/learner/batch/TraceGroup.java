package io.headrace.learner.batch;

import io.headrace.learner.objective.GroupRewards;
import java.util.List;

/**
 * The traces of one group that a step trains on.
 *
 * @param id groupId, or the promptId of a demonstration, which is a group of one
 * @param position where it stands on the log
 * @param traces by sample number, at least one
 */
public record TraceGroup(String id, LogPosition position, List<TrainingTrace> traces) {

  /** Copies the list and checks that it has traces. */
  public TraceGroup {
    traces = List.copyOf(traces);
    if (traces.isEmpty()) {
      throw new IllegalArgumentException("[group=%s] a group needs a trace".formatted(id));
    }
  }

  /** Rewards and lengths, as objectives want them. */
  public GroupRewards outcome() {
    return new GroupRewards(
        traces.stream().mapToDouble(TrainingTrace::reward).toArray(),
        traces.stream().mapToInt(trace -> trace.response().length).toArray());
  }
}
