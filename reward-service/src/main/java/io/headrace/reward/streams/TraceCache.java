package io.headrace.reward.streams;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The newest traces of open groups as the bytes that came, up to a number of bytes, so that a group
 * need not be read again when it is complete. What does not fit is read from the log. Safe for all
 * threads.
 */
final class TraceCache {

  private final long capacity;
  private final Map<Place, byte[]> traces = new LinkedHashMap<>();
  private long bytes;

  private record Place(int partition, long offset) {}

  /**
   * @param capacity the most bytes that it holds
   */
  TraceCache(long capacity) {
    this.capacity = capacity;
  }

  /** Keeps a trace; the oldest ones go when there is no room. */
  synchronized void put(int partition, long offset, byte[] trace) {
    byte[] before = traces.put(new Place(partition, offset), trace);
    bytes += trace.length - (before == null ? 0 : before.length);
    var oldest = traces.entrySet().iterator();
    while (bytes > capacity) {
      bytes -= oldest.next().getValue().length;
      oldest.remove();
    }
  }

  synchronized Optional<byte[]> get(int partition, long offset) {
    return Optional.ofNullable(traces.get(new Place(partition, offset)));
  }

  synchronized void remove(int partition, long offset) {
    byte[] removed = traces.remove(new Place(partition, offset));
    bytes -= removed == null ? 0 : removed.length;
  }
}
