package io.headrace.reward.streams;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The times at which groups have to be checked again: one for each group, the one that was set
 * last. So it has at most as many entries as the store has groups. For one thread.
 */
final class GroupTimers {

  private record Entry(Instant at, String groupId) {}

  private final TreeSet<Entry> entries =
      new TreeSet<>(Comparator.comparing(Entry::at).thenComparing(Entry::groupId));
  private final Map<String, Entry> byGroup = new HashMap<>();

  /** Sets the time of a group; replaces an earlier one. */
  void add(String groupId, Instant at) {
    Entry entry = new Entry(at, groupId);
    Entry before = byGroup.put(groupId, entry);
    if (before != null) {
      entries.remove(before);
    }
    entries.add(entry);
  }

  /** Removes and returns the groups whose time is not after the given time. */
  List<String> removeDue(Instant now) {
    List<String> due = new ArrayList<>();
    while (!entries.isEmpty() && !entries.first().at().isAfter(now)) {
      Entry next = entries.removeFirst();
      byGroup.remove(next.groupId());
      due.add(next.groupId());
    }
    return due;
  }

  /** Number of groups with a time. */
  int size() {
    return entries.size();
  }
}
