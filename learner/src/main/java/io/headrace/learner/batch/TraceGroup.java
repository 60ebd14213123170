package io.headrace.learner.batch;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The traces of one group that a step trains on.
 *
 * @param id groupId, or the promptId of a demonstration, which is a group of one
 * @param position its position on the log
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

  /** Rewards and masks of the traces, without inputs per token. */
  public RewardedGroup outcome() {
    return new RewardedGroup(traces.stream().map(trace -> trace.outcome(Map.of())).toList());
  }

  /** Rewards and masks of the traces, with the inputs of each trace. */
  public RewardedGroup outcome(List<Map<TokenInput, float[]>> inputs) {
    return new RewardedGroup(
        IntStream.range(0, traces.size())
            .mapToObj(trace -> traces.get(trace).outcome(inputs.get(trace)))
            .toList());
  }
}
