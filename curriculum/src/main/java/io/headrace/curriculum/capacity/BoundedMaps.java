package io.headrace.curriculum.capacity;

import java.util.LinkedHashMap;
import java.util.Map;

/** Maps that forget their oldest entry beyond a size, so that none grows with the run. */
public final class BoundedMaps {

  private BoundedMaps() {}

  /** An empty map in order of insertion that keeps its newest {@code capacity} entries. */
  public static <K, V> Map<K, V> atMost(int capacity) {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > capacity;
      }
    };
  }
}
