package io.headrace.pipeline.queue;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many attempts to work on each record are known. Holds the records heard of last, up to a
 * limit; an older one counts from zero again. Not safe for threads.
 */
final class AttemptCounts {

  private final int limit;
  private final Map<RecordPosition, Integer> counts = new LinkedHashMap<>();

  /**
   * Counts of no record.
   *
   * @param limit how many records are remembered
   */
  AttemptCounts(int limit) {
    this.limit = limit;
  }

  /** Takes in that an attempt was written; its number counts, in whatever order they come. */
  void apply(RecordPosition place, int attempt) {
    Integer known = counts.remove(place);
    counts.put(place, known == null ? attempt : Math.max(known, attempt));
    if (counts.size() > limit) {
      counts.remove(counts.keySet().iterator().next());
    }
  }

  /** How many attempts were written for a record. */
  int of(RecordPosition place) {
    return counts.getOrDefault(place, 0);
  }
}
