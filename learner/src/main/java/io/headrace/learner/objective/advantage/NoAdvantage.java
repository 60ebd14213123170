package io.headrace.learner.objective.advantage;

import io.headrace.learner.batch.RewardedGroup;
import java.util.List;

/** Advantage 0 for every token, for objectives that read none. */
public record NoAdvantage() implements AdvantageEstimator {

  @Override
  public List<TraceAdvantage> estimate(List<RewardedGroup> groups) {
    return groups.stream()
        .flatMap(group -> group.traces().stream())
        .map(trace -> TraceAdvantage.uniform(0, trace.tokens()))
        .toList();
  }
}
