package io.headrace.cli.bench.memory;

import io.headrace.benchmarks.Trend;
import io.headrace.cli.process.UntilDone;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Samples the memory of every process of a running loop. Forces a garbage collection at the end of
 * the warm-up and after the last sample, to measure the live heap.
 */
final class MemoryBenchmark {

  private static final Duration PROGRESS = Duration.ofSeconds(30);

  private final MemoryPlan plan;
  private final RunningLoop loop;
  private final SampleFile file;
  private final Consumer<String> progress;
  private final UntilDone until;
  private final MemoryReader reader;
  private final List<List<MemorySample>> samples = new ArrayList<>();
  private long started;

  MemoryBenchmark(
      MemoryPlan plan,
      RunningLoop loop,
      SampleFile file,
      Consumer<String> progress,
      UntilDone until,
      MemoryReader reader) {
    this.plan = plan;
    this.loop = loop;
    this.file = file;
    this.progress = progress;
    this.until = until;
    this.reader = reader;
    loop.processes().forEach(_ -> samples.add(new ArrayList<>()));
  }

  /** Measures for the planned time, or until a stop is requested. */
  MemoryReport run() {
    KafkaClients kafka = loop.clients();
    started = System.nanoTime();
    long stepsAtFirst;
    try (DutyCycle _ = DutyCycle.of(loop.worker(), plan.pace())) {
      sampleFor(plan.warmUp(), 0, kafka);
      stepsAtFirst = steps(kafka);
    }
    List<Double> liveAtFirst = liveHeaps();
    samples.forEach(List::clear);
    try (DutyCycle _ = DutyCycle.of(loop.worker(), plan.pace())) {
      sampleFor(plan.length().minus(plan.warmUp()), Trend.BLOCKS, kafka);
    }
    requireEnough();
    long steps = steps(kafka) - stepsAtFirst;
    if (steps == 0) {
      throw new HeadraceException(
          ErrorCode.TIMED_OUT,
          "[run=%s] no step was completed after the warm-up, so memory was not measured under load"
                  .formatted(loop.config().run())
              + "; run 'headrace up' to see why it makes no progress");
    }
    return report(liveAtFirst, liveHeaps(), steps);
  }

  private void requireEnough() {
    int count = samples.getFirst().size();
    if (count < Trend.BLOCKS) {
      throw new HeadraceException(
          ErrorCode.TIMED_OUT,
          "[bench=memory] stopped after %d samples; a result needs at least %d, so let it run longer"
              .formatted(count, Trend.BLOCKS));
    }
  }

  private void sampleFor(Duration time, int minSamples, KafkaClients kafka) {
    long begin = System.nanoTime();
    long nextProgress = begin + PROGRESS.toNanos();
    while ((System.nanoTime() - begin < time.toNanos() || samples.getFirst().size() < minSamples)
        && !until.await(plan.interval())) {
      double seconds = (System.nanoTime() - started) / 1e9;
      for (int i = 0; i < samples.size(); i++) {
        ServiceProcess process = loop.processes().get(i);
        process.requireAlive();
        MemorySample sample = reader.read(process.pid(), loop.port(i), seconds);
        samples.get(i).add(sample);
        file.add(process.name(), sample);
      }
      if (System.nanoTime() - nextProgress > 0) {
        nextProgress += PROGRESS.toNanos();
        progress.accept(line(seconds, knownSteps(kafka)));
      }
    }
  }

  private String line(double seconds, String steps) {
    StringBuilder line =
        new StringBuilder(
            "%02d:%02d of %d:%02d  %s steps "
                .formatted(
                    (int) seconds / 60,
                    (int) seconds % 60,
                    plan.length().toMinutes(),
                    plan.length().toSecondsPart(),
                    steps));
    for (int i = 0; i < samples.size(); i++) {
      line.append(
          " %s %.0f MB"
              .formatted(loop.processes().get(i).name(), samples.get(i).getLast().resident()));
    }
    return line.toString();
  }

  /** The heap in use after a collection, in MB, by process. */
  private List<Double> liveHeaps() {
    List<Double> live = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      ServiceProcess process = loop.processes().get(i);
      process.collectGarbage();
      live.add(reader.read(process.pid(), loop.port(i), 0).heapUsed());
    }
    return live;
  }

  /** The number of steps for progress lines; "?" when a busy broker does not answer in time. */
  private String knownSteps(KafkaClients kafka) {
    try {
      return String.valueOf(steps(kafka));
    } catch (HeadraceException e) {
      if (e.code().category() != ErrorCode.Category.RETRIABLE) {
        throw e;
      }
      return "?";
    }
  }

  /** The number of optimizer steps written to the log, including deleted ones. */
  private long steps(KafkaClients kafka) {
    TopicPartition steps = new TopicPartition(Topic.STEPS.of(loop.config().run()), 0);
    try (Admin admin = kafka.admin()) {
      // A step takes two offsets: its event and the commit marker of its transaction.
      return Topics.await(
                  admin.listOffsets(Map.of(steps, OffsetSpec.latest())).partitionResult(steps),
                  "counting steps")
              .offset()
          / 2;
    }
  }

  private MemoryReport report(List<Double> first, List<Double> last, long steps) {
    List<ProcessGrowth> growths = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      growths.add(
          new ProcessGrowth(
              loop.processes().get(i).name(),
              samples.get(i),
              first.get(i),
              last.get(i),
              plan.limit()));
    }
    return new MemoryReport(growths, steps);
  }
}
