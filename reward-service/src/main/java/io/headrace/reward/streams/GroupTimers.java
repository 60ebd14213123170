package io.headrace.reward.streams;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * When to look at which group again: one time for each group, the one that was added last. So it
 * holds no more entries than the store holds groups. For one thread.
 */
final class GroupTimers {

  private record Entry(Instant at, String groupId) {}

  private final TreeSet<Entry> entries =
      new TreeSet<>(Comparator.comparing(Entry::at).thenComparing(Entry::groupId));
  private final Map<String, Entry> ofGroup = new HashMap<>();

  /** Sets when to look at a group, in place of any time before. */
  void add(String groupId, Instant at) {
    Entry entry = new Entry(at, groupId);
    Entry before = ofGroup.put(groupId, entry);
    if (before != null) {
      entries.remove(before);
    }
    entries.add(entry);
  }

  /** Takes the groups whose time has come. */
  List<String> take(Instant now) {
    List<String> due = new ArrayList<>();
    while (!entries.isEmpty() && !entries.first().at().isAfter(now)) {
      Entry next = entries.removeFirst();
      ofGroup.remove(next.groupId());
      due.add(next.groupId());
    }
    return due;
  }

  /** How many groups will be looked at. */
  int size() {
    return entries.size();
  }
}
