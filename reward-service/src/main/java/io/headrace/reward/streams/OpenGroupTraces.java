package io.headrace.reward.streams;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The traces of the open groups of one partition. The state contains their offsets; their bytes are
 * in the cache or are read from the log again, so no copy of a trace is written before its group is
 * emitted. For the stream thread of its task.
 */
final class OpenGroupTraces {

  private static final Logger LOG = LoggerFactory.getLogger(OpenGroupTraces.class);

  private final TraceCache cache;
  private final TraceSource source;
  private final int partition;

  OpenGroupTraces(TraceCache cache, TraceSource source, int partition) {
    this.cache = cache;
    this.source = source;
    this.partition = partition;
  }

  void keep(long offset, byte[] trace) {
    cache.put(partition, offset, trace);
  }

  /** The traces at the given offsets, without those that the log no longer has. */
  Map<Long, byte[]> read(Collection<Long> offsets) {
    Map<Long, byte[]> traces = new HashMap<>();
    TreeSet<Long> uncached = new TreeSet<>();
    for (long offset : offsets) {
      cache
          .get(partition, offset)
          .ifPresentOrElse(trace -> traces.put(offset, trace), () -> uncached.add(offset));
    }
    if (!uncached.isEmpty()) {
      traces.putAll(source.read(partition, uncached));
    }
    if (traces.size() < offsets.size()) {
      LOG.warn(
          "[traces partition={}] {} of {} traces of a group are no longer in the source; keep the"
              + " topic traces at least as long as groups are open",
          partition,
          offsets.size() - traces.size(),
          offsets.size());
    }
    return traces;
  }

  void remove(Collection<Long> offsets) {
    offsets.forEach(offset -> cache.remove(partition, offset));
  }
}
