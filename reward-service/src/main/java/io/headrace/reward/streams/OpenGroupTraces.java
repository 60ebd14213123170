package io.headrace.reward.streams;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The traces of the open groups of one partition. The state names them by their offsets; their
 * bytes are in memory, or else are read from the log again. So no copy of a trace is written before
 * its group is emitted. For the stream thread of its task.
 */
final class OpenGroupTraces {

  private static final Logger LOG = LoggerFactory.getLogger(OpenGroupTraces.class);

  private final TraceCache memory;
  private final TraceSource log;
  private final int partition;

  OpenGroupTraces(TraceCache memory, TraceSource log, int partition) {
    this.memory = memory;
    this.log = log;
    this.partition = partition;
  }

  void keep(long offset, byte[] trace) {
    memory.put(partition, offset, trace);
  }

  /** The traces at some offsets; those that the log no longer holds are left out. */
  Map<Long, byte[]> read(Collection<Long> offsets) {
    Map<Long, byte[]> traces = new HashMap<>();
    TreeSet<Long> elsewhere = new TreeSet<>();
    for (long offset : offsets) {
      memory
          .get(partition, offset)
          .ifPresentOrElse(trace -> traces.put(offset, trace), () -> elsewhere.add(offset));
    }
    if (!elsewhere.isEmpty()) {
      traces.putAll(log.read(partition, elsewhere));
    }
    if (traces.size() < offsets.size()) {
      LOG.warn(
          "[traces partition={}] {} of {} traces of a group are no longer in the log; keep the"
              + " topic traces at least as long as groups are open",
          partition,
          offsets.size() - traces.size(),
          offsets.size());
    }
    return traces;
  }

  void forget(Collection<Long> offsets) {
    offsets.forEach(offset -> memory.remove(partition, offset));
  }
}
