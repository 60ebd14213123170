package io.headrace.console.view;

import io.headrace.schemas.PassedOver;
import java.util.List;
import java.util.TreeMap;

/**
 * Traces that are not read because newer ones are enough for the lists; they are counted with the
 * groups they came to. Of each partition the newest such stretch is known. Not for use by two
 * threads.
 */
final class SkippedTraces {
  private final TreeMap<Integer, PassedOver> stretches = new TreeMap<>();

  /** Traces from one offset up to another are not read; nothing when there are none. */
  void add(int partition, long from, long to) {
    if (from < to) {
      stretches.put(partition, new PassedOver(partition, from, to));
    }
  }

  boolean contains(int partition, long offset) {
    PassedOver stretch = stretches.get(partition);
    return stretch != null && offset >= stretch.getFrom() && offset < stretch.getTo();
  }

  List<PassedOver> save() {
    return List.copyOf(stretches.values());
  }

  void restore(List<PassedOver> saved) {
    saved.forEach(stretch -> stretches.put(stretch.getPartition(), stretch));
  }
}
