package io.headrace.reward.streams;

import io.headrace.pipeline.queue.RecordPosition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The bytes of the newest traces of open groups, up to a capacity. Traces that do not fit are read
 * from the log again when their group is emitted. Safe for all threads.
 */
final class TraceCache {

  private final long capacity;
  private final Map<RecordPosition, byte[]> traces = new LinkedHashMap<>();
  private long bytes;

  /**
   * @param capacity maximum size of the traces, in bytes
   */
  TraceCache(long capacity) {
    this.capacity = capacity;
  }

  /** Adds a trace and removes the oldest ones above the capacity. */
  synchronized void put(int partition, long offset, byte[] trace) {
    byte[] before = traces.put(new RecordPosition(partition, offset), trace);
    bytes += trace.length - (before == null ? 0 : before.length);
    var oldest = traces.entrySet().iterator();
    while (bytes > capacity) {
      bytes -= oldest.next().getValue().length;
      oldest.remove();
    }
  }

  synchronized Optional<byte[]> get(int partition, long offset) {
    return Optional.ofNullable(traces.get(new RecordPosition(partition, offset)));
  }

  synchronized void remove(int partition, long offset) {
    byte[] removed = traces.remove(new RecordPosition(partition, offset));
    bytes -= removed == null ? 0 : removed.length;
  }
}
