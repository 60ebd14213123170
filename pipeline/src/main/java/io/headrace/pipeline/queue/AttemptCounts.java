package io.headrace.pipeline.queue;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the written attempts of each record. Holds the most recently updated records, up to a
 * limit; a record beyond it counts from zero again. Not safe for threads.
 */
final class AttemptCounts {

  private final int limit;
  private final Map<RecordPosition, Integer> counts = new LinkedHashMap<>();

  /**
   * Creates empty counts.
   *
   * @param limit maximum number of records held
   */
  AttemptCounts(int limit) {
    this.limit = limit;
  }

  /** Applies a written attempt; the highest attempt number counts, in any order of calls. */
  void apply(RecordPosition position, int attempt) {
    Integer known = counts.remove(position);
    counts.put(position, known == null ? attempt : Math.max(known, attempt));
    if (counts.size() > limit) {
      counts.remove(counts.keySet().iterator().next());
    }
  }

  /** The number of attempts written for a record. */
  int of(RecordPosition position) {
    return counts.getOrDefault(position, 0);
  }
}
