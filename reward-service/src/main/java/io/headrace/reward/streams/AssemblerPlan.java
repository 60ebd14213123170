package io.headrace.reward.streams;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.reward.assembly.AssemblyRules;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What an assembler is made of.
 *
 * @param run the run
 * @param rules how groups are assembled
 * @param codec the events' encoding
 * @param metrics where it counts
 * @param maxEventBytes largest event it may write; a larger group is dropped with this reason
 * @param memory the traces of open groups, as far as there is room
 * @param commitInterval longest that an emitted group waits for its commit
 * @param log opens what reads the others; one for each partition
 */
record AssemblerPlan(
    String run,
    AssemblyRules rules,
    EventCodec codec,
    AssemblerMetrics metrics,
    int maxEventBytes,
    TraceCache memory,
    Duration commitInterval,
    Supplier<TraceSource> log) {

  private static final long MOST_MEMORY = 256L << 20;

  /** An assembler whose memory of traces is an eighth of the heap, 256 MiB at most. */
  static AssemblerPlan of(
      String run,
      AssemblyRules rules,
      EventCodec codec,
      AssemblerMetrics metrics,
      int maxEventBytes,
      Duration commitInterval,
      Supplier<TraceSource> log) {
    long memory = Math.min(MOST_MEMORY, Runtime.getRuntime().maxMemory() / 8);
    return new AssemblerPlan(
        run, rules, codec, metrics, maxEventBytes, new TraceCache(memory), commitInterval, log);
  }
}
