package io.headrace.reward.streams;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.reward.assembly.AssemblyRules;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The resources of an assembler.
 *
 * @param run the run's id
 * @param rules the rules by which groups are assembled
 * @param codec the events' encoding
 * @param metrics the assembler's metrics
 * @param maxEventBytes maximum size of an event; a larger group is dropped with this reason
 * @param traceCache the traces of open groups that fit in memory
 * @param commitInterval maximum time that an emitted group waits for its commit
 * @param traceSource opens a reader of the other traces; one for each partition
 */
record AssemblerResources(
    String run,
    AssemblyRules rules,
    EventCodec codec,
    AssemblerMetrics metrics,
    int maxEventBytes,
    TraceCache traceCache,
    Duration commitInterval,
    Supplier<TraceSource> traceSource) {

  private static final long MAX_CACHE_BYTES = 256L << 20;

  /** Resources with a trace cache of an eighth of the heap, at most 256 MiB. */
  static AssemblerResources of(
      String run,
      AssemblyRules rules,
      EventCodec codec,
      AssemblerMetrics metrics,
      int maxEventBytes,
      Duration commitInterval,
      Supplier<TraceSource> traceSource) {
    long memory = Math.min(MAX_CACHE_BYTES, Runtime.getRuntime().maxMemory() / 8);
    return new AssemblerResources(
        run,
        rules,
        codec,
        metrics,
        maxEventBytes,
        new TraceCache(memory),
        commitInterval,
        traceSource);
  }
}
