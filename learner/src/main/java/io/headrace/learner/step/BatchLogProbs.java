package io.headrace.learner.step;

import io.headrace.learner.batch.TraceGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The log-probs of a step's traces under one set of weights, group by group, as far as they are
 * computed yet. Not thread-safe.
 */
final class BatchLogProbs {

  private final List<TraceGroup> groups;
  private final List<Optional<List<float[]>>> known;

  /** Nothing is computed yet. */
  BatchLogProbs(List<TraceGroup> groups) {
    this.groups = groups;
    this.known = new ArrayList<>();
    groups.forEach(group -> known.add(Optional.empty()));
  }

  /** Per trace of the chosen groups, in their order; absent while one group's is unknown. */
  Optional<List<float[]>> of(List<Integer> chosen) {
    if (chosen.stream().anyMatch(group -> known.get(group).isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        chosen.stream().flatMap(group -> known.get(group).orElseThrow().stream()).toList());
  }

  /** Takes the log-probs of the chosen groups' traces, in their order, where none are known. */
  void addMissing(List<Integer> chosen, List<float[]> logProbs) {
    if (logProbs.isEmpty()) {
      return;
    }
    int at = 0;
    for (int group : chosen) {
      int end = at + groups.get(group).traces().size();
      if (known.get(group).isEmpty()) {
        known.set(group, Optional.of(List.copyOf(logProbs.subList(at, end))));
      }
      at = end;
    }
  }

  /** Per group, per trace; every group's must be known. */
  List<List<float[]>> byGroup() {
    return known.stream().map(Optional::orElseThrow).toList();
  }
}
