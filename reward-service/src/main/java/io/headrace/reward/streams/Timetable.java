package io.headrace.reward.streams;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * When to look at which group again. An entry is a hint: the group's own state says whether it is
 * due, so entries need not be taken back. For one thread.
 */
final class Timetable {

  private record Entry(Instant at, String groupId) {}

  private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparing(Entry::at));

  void add(String groupId, Instant at) {
    entries.add(new Entry(at, groupId));
  }

  /** Takes the groups whose time has come. */
  List<String> take(Instant now) {
    List<String> due = new ArrayList<>();
    for (Entry next = entries.peek();
        next != null && !next.at().isAfter(now);
        next = entries.peek()) {
      due.add(next.groupId());
      entries.remove();
    }
    return due;
  }
}
