package io.headrace.console.view;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A buffer of the last notices, from which a page resumes after a lost connection. */
final class NoticeBuffer {
  private final int capacity;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private final Map<Position, Long> numbers = new HashMap<>();
  private long next;

  private record Entry(long number, Position position, Notice notice) {}

  /**
   * The notices from a number on.
   *
   * @param next the number to request from next
   * @param last position of the newest notice; empty when none is new
   * @param notices the notices, oldest first
   * @param complete whether the buffer still has all of them
   */
  record Since(long next, Optional<Position> last, List<Notice> notices, boolean complete) {}

  NoticeBuffer(int capacity) {
    this.capacity = capacity;
  }

  void add(Position position, Notice notice) {
    numbers.put(position, next);
    entries.addLast(new Entry(next, position, notice));
    next++;
    if (entries.size() > capacity) {
      Entry oldest = entries.removeFirst();
      numbers.remove(oldest.position(), oldest.number());
    }
  }

  /** The number of the next notice. */
  long next() {
    return next;
  }

  /** The number after the notice with that position; empty when it was evicted. */
  Optional<Long> after(Position position) {
    return Optional.ofNullable(numbers.get(position)).map(number -> number + 1);
  }

  Since since(long number) {
    long oldest = next - entries.size();
    List<Notice> notices = new ArrayList<>();
    Optional<Position> last = Optional.empty();
    var newestFirst = entries.descendingIterator();
    while (newestFirst.hasNext()) {
      Entry entry = newestFirst.next();
      if (entry.number() < number) {
        break;
      }
      last = last.isPresent() ? last : Optional.of(entry.position());
      notices.add(entry.notice());
    }
    return new Since(next, last, notices.reversed(), number >= oldest && number <= next);
  }
}
