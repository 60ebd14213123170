package io.headrace.benchmarks;

import com.sun.management.ThreadMXBean;
import io.headrace.learner.batch.BatchFilter;
import io.headrace.learner.batch.BatchFilterRules;
import io.headrace.learner.batch.FilterResult;
import io.headrace.learner.batch.LogEntry;
import io.headrace.learner.batch.LogPosition;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.schemas.ScoredGroup;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;

/* * Measures bytes and milliseconds of a long trace from the sampler to a step: encoding by the
 * worker, decoding by the verifier and the assembler, encoding and decoding of its group, and the
 * conversion to the learner's arrays. Without a broker, on one thread.
 */
public final class TraceBenchmark {

  /** Samples of the group. */
  static final int SAMPLES = 16;

  private static final int REPEATS = 9;
  private static final double MEGABYTE = 1e6;
  private static final double LARGEST_EVENT = 64L << 20;

  private final EventCodec codec = EventCodec.released();
  private final List<Measurement> measurements = new ArrayList<>();
  private final int tokens;

  private TraceBenchmark(int tokens) {
    this.tokens = tokens;
  }

  /**
   * Runs the benchmark.
   *
   * @param tokens response tokens of each trace, at least 1
   */
  public static List<Measurement> run(int tokens) {
    return new TraceBenchmark(tokens).measure();
  }

  private List<Measurement> measure() {
    ScoredGroup group = LongTraces.group(SAMPLES, tokens);
    byte[] one = event("trace", group.getTraces().getFirst().getTrace());
    measurements.add(new Measurement("trace, bytes per token", one.length / (double) tokens, "B"));
    byte[] all = event("group of " + SAMPLES, group);
    measurements.add(
        new Measurement(
            "group, share of the largest event", all.length / LARGEST_EVENT * 100, "%"));
    measurements.add(
        new Measurement(
            "maximum trace length of a group in one event",
            LARGEST_EVENT / ((double) all.length / tokens),
            "tokens"));
    timed("group to the learner's arrays", () -> filter().admit(entry(group)));
    return List.copyOf(measurements);
  }

  private byte[] event(String name, SpecificRecord event) {
    byte[] bytes = codec.encode(event);
    measurements.add(new Measurement(name + ", size", bytes.length / MEGABYTE, "MB"));
    timed(name + ", encode", () -> codec.encode(event));
    timed(name + ", decode", () -> codec.decode(bytes));
    return bytes;
  }

  private void timed(String name, Supplier<?> work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double millis =
        Repeats.median(
            REPEATS,
            () -> {
              long start = System.nanoTime();
              require(work.get());
              return (System.nanoTime() - start) / 1e6;
            });
    long before = threads.getCurrentThreadAllocatedBytes();
    require(work.get());
    double allocated = (threads.getCurrentThreadAllocatedBytes() - before) / MEGABYTE;
    measurements.add(new Measurement(name, millis, "ms"));
    measurements.add(new Measurement(name + ", allocated", allocated, "MB"));
  }

  /** Fails for a skipped group, since that would be measured without the conversion to arrays. */
  private static void require(Object result) {
    if (result instanceof FilterResult.Skipped skipped) {
      throw new IllegalStateException("the group was skipped: " + skipped.entry().reason());
    }
  }

  private BatchFilter filter() {
    return new BatchFilter(
        new BatchFilterRules(1, false, Integer.MAX_VALUE, LongTraces.VOCABULARY), 0);
  }

  private static LogEntry.Group entry(ScoredGroup group) {
    return new LogEntry.Group(new LogPosition(0, 0), group);
  }
}
