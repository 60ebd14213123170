package io.headrace.learner.step;

import io.headrace.learner.batch.TraceGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The log-probs of a step's traces under the weights at its start, group by group, as far as they
 * are known yet. Not thread-safe.
 */
final class ReferenceLogProbs {

  private final List<TraceGroup> groups;
  private final List<Optional<List<float[]>>> known;

  private ReferenceLogProbs(List<TraceGroup> groups) {
    this.groups = groups;
    this.known = new ArrayList<>();
    groups.forEach(group -> known.add(Optional.empty()));
  }

  /** Nothing is known yet. */
  static ReferenceLogProbs none(List<TraceGroup> groups) {
    return new ReferenceLogProbs(groups);
  }

  /** Zeros, for objectives that read no reference. */
  static ReferenceLogProbs zeros(List<TraceGroup> groups) {
    ReferenceLogProbs zeros = new ReferenceLogProbs(groups);
    for (int group = 0; group < groups.size(); group++) {
      zeros.known.set(
          group,
          Optional.of(
              groups.get(group).traces().stream()
                  .map(trace -> new float[trace.response().length])
                  .toList()));
    }
    return zeros;
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
