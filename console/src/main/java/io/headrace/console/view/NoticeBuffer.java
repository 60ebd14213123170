package io.headrace.console.view;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last notices in the order they came, so that a page that was cut off can go on. */
final class NoticeBuffer {
  private final int capacity;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private final Map<Position, Long> numbers = new HashMap<>();
  private long next;

  private record Entry(long number, Position position, Notice notice) {}

  /**
   * What came after some number.
   *
   * @param next the number to ask from the next time
   * @param last position of the newest notice; nothing when none is new
   * @param complete whether none between was lost
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

  /** The number that the next notice gets. */
  long next() {
    return next;
  }

  /** The number after the notice of that position; nothing when it left the journal. */
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
