package io.headrace.console.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** The newest entries by id; the oldest leaves when a new one comes. Not for use by two threads. */
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

  /** Adds an entry, or replaces the one of that id without moving it. */
  void put(K id, V entry) {
    entries.put(id, entry);
  }

  Optional<V> remove(K id) {
    return Optional.ofNullable(entries.remove(id));
  }

  Iterable<V> oldestFirst() {
    return entries.values();
  }

  /** At most {@code limit} entries that match, the newest first. */
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

  /** Like {@link #newest}, but of those that came before the entry of that id only. */
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

  /** What {@code change} makes of each entry and its id, the oldest first. */
  <R> List<R> map(BiFunction<K, V, R> change) {
    List<R> all = new ArrayList<>(entries.size());
    entries.forEach((id, entry) -> all.add(change.apply(id, entry)));
    return all;
  }

  int size() {
    return entries.size();
  }
}
