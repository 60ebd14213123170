package io.headrace.curriculum.capacity;

import java.util.LinkedHashMap;
import java.util.Map;

/** Maps of bounded size that drop their oldest entry, so that none grows with the run. */
public final class BoundedMaps {

  private BoundedMaps() {}

  /** An empty map in insertion order that keeps its newest {@code capacity} entries. */
  public static <K, V> Map<K, V> withCapacity(int capacity) {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > capacity;
      }
    };
  }
}
