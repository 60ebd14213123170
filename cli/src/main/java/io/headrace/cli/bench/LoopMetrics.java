package io.headrace.cli.bench;

import io.headrace.benchmarks.Measurement;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Throughput of a loop and a breakdown of a step's time. Each hop is the median over steps, taken
 * from the group of the step that was assembled last, which is the one the step waited for.
 *
 * @param steps consecutive steps; the first only marks the start of the measurement
 * @param groups scored groups of the run, in log order
 */
record LoopMetrics(List<StepCompleted> steps, List<ScoredGroup> groups) {

  LoopMetrics {
    steps = List.copyOf(steps);
    groups = List.copyOf(groups);
  }

  /** The times at which a group passed each stage on its way to a step. */
  private record Path(
      Instant requested,
      Instant received,
      Instant started,
      Instant finished,
      Instant scored,
      Instant assembled,
      Instant stepBegan) {

    static Path of(ScoredGroup group, StepCompleted step) {
      return new Path(
          group.getRequestedAt(),
          latest(group, Trace::getReceivedAt),
          latest(group, Trace::getStartedAt),
          latest(group, Trace::getFinishedAt),
          group.getTraces().stream()
              .flatMap(trace -> trace.getVerdicts().stream())
              .map(Verdict::getScoredAt)
              .max(Comparator.naturalOrder())
              .orElse(group.getAssembledAt()),
          group.getAssembledAt(),
          step.getCompletedAt().minusMillis(step.getComputeMillis()));
    }

    private static Instant latest(ScoredGroup group, Function<Trace, Instant> time) {
      return group.getTraces().stream()
          .map(ScoredTrace::getTrace)
          .map(time)
          .max(Comparator.naturalOrder())
          .orElse(group.getAssembledAt());
    }
  }

  List<Measurement> measurements() {
    double seconds = millis(first().getCompletedAt(), last().getCompletedAt()) / 1e3;
    List<Measurement> measurements = new ArrayList<>();
    measurements.add(new Measurement("samples", samples() / seconds, "samples/s"));
    measurements.add(new Measurement("response tokens", tokens() / seconds, "tokens/s"));
    measurements.add(new Measurement("response length", tokens() / (double) samples(), "tokens"));
    measurements.add(median("step", 1, StepGap::millis));
    measurements.add(
        new Measurement(
            "step compute",
            median(measured().stream().map(StepCompleted::getComputeMillis)),
            "ms"));
    measurements.add(
        new Measurement(
            "step wait", median(measured().stream().map(StepCompleted::getWaitMillis)), "ms"));
    measurements.add(
        new Measurement(
            "staleness",
            measured().stream().mapToDouble(StepCompleted::getMeanStaleness).average().orElse(0),
            "versions"));
    measurements.addAll(hops());
    return measurements;
  }

  /** A step and the previous one. */
  private record StepGap(StepCompleted before, StepCompleted step) {
    double millis() {
      return LoopMetrics.millis(before.getCompletedAt(), step.getCompletedAt());
    }
  }

  private Measurement median(String name, int from, Function<StepGap, Double> value) {
    List<Double> values = new ArrayList<>();
    for (int i = from; i < steps.size(); i++) {
      values.add(value.apply(new StepGap(steps.get(i - 1), steps.get(i))));
    }
    return new Measurement(name, median(values.stream()), "ms");
  }

  private List<Measurement> hops() {
    List<Path> paths = paths();
    return List.of(
        hop("request to worker", paths, p -> millis(p.requested(), p.received())),
        hop("worker to slot", paths, p -> millis(p.received(), p.started())),
        hop("decode", paths, p -> millis(p.started(), p.finished())),
        hop("trace to verdict", paths, p -> millis(p.finished(), p.scored())),
        hop("verdict to group", paths, p -> millis(p.scored(), p.assembled())),
        hop("group to step", paths, p -> millis(p.assembled(), p.stepBegan())));
  }

  private static Measurement hop(String name, List<Path> paths, Function<Path, Double> millis) {
    return new Measurement("hop: " + name, median(paths.stream().map(millis)), "ms");
  }

  private List<Path> paths() {
    Map<String, ScoredGroup> byId = new HashMap<>();
    groups.forEach(group -> byId.put(group.getGroupId(), group));
    return measured().stream()
        .flatMap(
            step ->
                step.getBatch().stream()
                    .map(BatchEntry::getId)
                    .map(byId::get)
                    .filter(java.util.Objects::nonNull)
                    .max(Comparator.comparing(ScoredGroup::getAssembledAt))
                    .map(group -> Path.of(group, step))
                    .stream())
        .toList();
  }

  private long samples() {
    return trained().mapToLong(group -> group.getTraces().size()).sum();
  }

  private long tokens() {
    return trained()
        .flatMap(group -> group.getTraces().stream())
        .mapToLong(scored -> scored.getTrace().getTokens().size())
        .sum();
  }

  private Stream<ScoredGroup> trained() {
    var ids =
        measured().stream()
            .flatMap(step -> step.getBatch().stream())
            .map(BatchEntry::getId)
            .collect(java.util.stream.Collectors.toSet());
    return groups.stream().filter(group -> ids.contains(group.getGroupId()));
  }

  private List<StepCompleted> measured() {
    return steps.subList(1, steps.size());
  }

  private StepCompleted first() {
    return steps.getFirst();
  }

  private StepCompleted last() {
    return steps.getLast();
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }

  private static double median(Stream<? extends Number> values) {
    double[] sorted = values.mapToDouble(Number::doubleValue).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }
}
