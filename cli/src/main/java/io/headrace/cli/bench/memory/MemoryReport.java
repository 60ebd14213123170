package io.headrace.cli.bench.memory;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.benchmarks.Trend;
import io.headrace.cli.bench.memory.ProcessGrowth.Verdict;
import io.headrace.cli.output.Table;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The result of a memory measurement.
 *
 * @param processes memory growth per process, in the order they were started
 * @param steps number of optimizer steps during the measurement
 */
record MemoryReport(List<ProcessGrowth> processes, long steps) {

  MemoryReport {
    processes = List.copyOf(processes);
  }

  /** Whether any process grows. */
  boolean grows() {
    return processes.stream().anyMatch(process -> process.verdict() == Verdict.GROWS);
  }

  /** Whether every process is flat. */
  boolean flat() {
    return processes.stream().allMatch(process -> process.verdict() == Verdict.FLAT);
  }

  /** The table: resident memory in MB, then its parts from first to last sample. */
  List<String> table() {
    Table table =
        new Table(
            "PROCESS",
            "WARM",
            "END",
            "MAX",
            "MB/H",
            "95 %",
            "LIVE HEAP",
            "DIRECT",
            "MALLOC",
            "ARRAYS",
            "VERDICT");
    for (ProcessGrowth process : processes) {
      Trend trend = process.resident();
      table.row(
          process.process(),
          number(trend.first()),
          number(trend.last()),
          number(process.most()),
          decimal(trend.slope()),
          "±" + decimal(trend.halfWidth()),
          number(process.liveAtFirst()) + "→" + number(process.liveAtLast()),
          change(process, MemorySample::direct),
          change(process, MemorySample::malloc),
          change(process, MemorySample::arrays),
          process.words());
    }
    return table.lines();
  }

  /** The measured time, steps and sampling interval in one sentence. */
  String summary() {
    ProcessGrowth first = processes.getFirst();
    Duration measured =
        Duration.ofMillis((long) ((first.last().seconds() - first.first().seconds()) * 1000));
    return "%d steps in %d min %d s after the warm-up, a sample every %.0f s; memory in MB"
        .formatted(
            steps,
            measured.toMinutes(),
            measured.toSecondsPart(),
            measured.toMillis() / 1e3 / Math.max(1, first.samples().size() - 1));
  }

  /** The report as one JSON object. */
  String json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("bench", "memory").put("steps", steps);
    for (ProcessGrowth process : processes) {
      Trend trend = process.resident();
      root.withArray("processes")
          .addObject()
          .put("process", process.process())
          .put("residentAfterWarmUpMb", trend.first())
          .put("residentAtEndMb", trend.last())
          .put("residentMaxMb", process.most())
          .put("slopeMbPerHour", trend.slope())
          .put("slopeHalfWidth95", trend.halfWidth())
          .put("liveHeapAfterWarmUpMb", process.liveAtFirst())
          .put("liveHeapAtEndMb", process.liveAtLast())
          .put("verdict", process.verdict().name().toLowerCase(Locale.ROOT));
    }
    return root.toString();
  }

  private static String change(ProcessGrowth process, ToDoubleFunction<MemorySample> value) {
    return number(value.applyAsDouble(process.first()))
        + "→"
        + number(value.applyAsDouble(process.last()));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.0f", value);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
