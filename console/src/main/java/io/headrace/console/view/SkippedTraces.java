package io.headrace.console.view;

import io.headrace.schemas.PassedOver;
import java.util.List;
import java.util.TreeMap;

/**
 * Ranges of trace offsets that are not read, since newer traces suffice for the lists. Skipped
 * traces are counted with their groups. Keeps the newest range of each partition. Not thread-safe.
 */
final class SkippedTraces {
  private final TreeMap<Integer, PassedOver> ranges = new TreeMap<>();

  /** Adds the range from one offset to another, exclusive; does nothing when it is empty. */
  void add(int partition, long from, long to) {
    if (from < to) {
      ranges.put(partition, new PassedOver(partition, from, to));
    }
  }

  boolean contains(int partition, long offset) {
    PassedOver range = ranges.get(partition);
    return range != null && offset >= range.getFrom() && offset < range.getTo();
  }

  List<PassedOver> save() {
    return List.copyOf(ranges.values());
  }

  void restore(List<PassedOver> saved) {
    saved.forEach(range -> ranges.put(range.getPartition(), range));
  }
}
