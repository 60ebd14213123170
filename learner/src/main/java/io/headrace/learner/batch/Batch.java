package io.headrace.learner.batch;

import java.util.List;

/**
 * What one step trains on.
 *
 * @param groups in log order
 * @param skipped records that were read and not trained on, in log order
 * @param nextOffset the offset the next batch starts from
 */
public record Batch(List<TraceGroup> groups, List<SkippedRecord> skipped, long nextOffset) {

  /** Copies the lists. */
  public Batch {
    groups = List.copyOf(groups);
    skipped = List.copyOf(skipped);
  }

  /** All traces, groups one after the other. */
  public List<TrainingTrace> traces() {
    return groups.stream().flatMap(group -> group.traces().stream()).toList();
  }
}
