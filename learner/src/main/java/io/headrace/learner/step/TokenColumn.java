package io.headrace.learner.step;

import io.headrace.learner.batch.TraceGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One number per response token of a step's traces under one set of weights, such as log-probs or
 * values, group by group, as far as they are computed yet. Not thread-safe.
 */
final class TokenColumn {

  private final List<TraceGroup> groups;
  private final List<Optional<List<float[]>>> known;

  /** Nothing is computed yet. */
  TokenColumn(List<TraceGroup> groups) {
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

  /** Takes the numbers of the chosen groups' traces, in their order, where none are known. */
  void addMissing(List<Integer> chosen, List<float[]> numbers) {
    if (numbers.isEmpty()) {
      return;
    }
    int at = 0;
    for (int group : chosen) {
      int end = at + groups.get(group).traces().size();
      if (known.get(group).isEmpty()) {
        known.set(group, Optional.of(List.copyOf(numbers.subList(at, end))));
      }
      at = end;
    }
  }

  /** Per group, per trace; every group's must be known. */
  List<List<float[]>> byGroup() {
    return known.stream().map(Optional::orElseThrow).toList();
  }
}
