package io.headrace.console.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** A map of the newest entries by id, which evicts the oldest when full. Not thread-safe. */
final class NewestById<K, V> {
  private final LinkedHashMap<K, V> entries;

  NewestById(int capacity) {
    entries =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > capacity;
          }
        };
  }

  Optional<V> find(K id) {
    return Optional.ofNullable(entries.get(id));
  }

  boolean contains(K id) {
    return entries.containsKey(id);
  }

  /** Adds an entry, or replaces the one with that id in its position. */
  void put(K id, V entry) {
    entries.put(id, entry);
  }

  Optional<V> remove(K id) {
    return Optional.ofNullable(entries.remove(id));
  }

  Iterable<V> oldestFirst() {
    return entries.values();
  }

  /** At most {@code limit} matching entries, newest first. */
  List<V> newest(int limit, Predicate<V> matches) {
    List<V> found = new ArrayList<>();
    for (V entry : entries.sequencedValues().reversed()) {
      if (found.size() == limit) {
        break;
      }
      if (matches.test(entry)) {
        found.add(entry);
      }
    }
    return found;
  }

  /** As {@link #newest}, but only entries older than the one with the id. */
  List<V> newestBefore(K id, int limit, Predicate<V> matches) {
    List<V> found = new ArrayList<>();
    boolean before = false;
    for (Map.Entry<K, V> entry : entries.sequencedEntrySet().reversed()) {
      if (found.size() == limit) {
        break;
      }
      if (before && matches.test(entry.getValue())) {
        found.add(entry.getValue());
      }
      before |= entry.getKey().equals(id);
    }
    return found;
  }

  List<K> idsOldestFirst() {
    return List.copyOf(entries.keySet());
  }

  /** Maps each entry with its id, oldest first. */
  <R> List<R> map(BiFunction<K, V, R> change) {
    List<R> all = new ArrayList<>(entries.size());
    entries.forEach((id, entry) -> all.add(change.apply(id, entry)));
    return all;
  }

  int size() {
    return entries.size();
  }
}
