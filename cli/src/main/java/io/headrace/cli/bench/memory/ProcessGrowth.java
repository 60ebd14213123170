package io.headrace.cli.bench.memory;

import io.headrace.benchmarks.Trend;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How the memory of one process changed after the warm-up.
 *
 * @param process its name
 * @param samples those after the warm-up, in order of time
 * @param liveAtFirst megabytes of the Java heap after a collection when the warm-up ended
 * @param liveAtLast the same after the last sample
 * @param limit growth in MB an hour up to which memory counts as flat
 */
record ProcessGrowth(
    String process,
    List<MemorySample> samples,
    double liveAtFirst,
    double liveAtLast,
    double limit) {

  private static final double SECONDS_OF_HOUR = 3600;

  /** What a live heap moves by chance between two collections. */
  private static final double HEAP_NOISE = 16;

  /** Arrays an hour: a loop that leaves one behind in each step leaves thousands. */
  private static final double ARRAYS_LIMIT = 60;

  /** Whether memory grows. */
  enum Verdict {
    FLAT,
    GROWS,
    /** The samples allow both. */
    UNDECIDED
  }

  ProcessGrowth {
    samples = List.copyOf(samples);
  }

  Trend resident() {
    return trend(MemorySample::resident);
  }

  Trend trend(ToDoubleFunction<MemorySample> value) {
    return Trend.of(
        samples.stream()
            .map(
                sample ->
                    new Trend.Point(
                        sample.seconds() / SECONDS_OF_HOUR, value.applyAsDouble(sample)))
            .toList());
  }

  double most() {
    return samples.stream().mapToDouble(MemorySample::resident).max().orElseThrow();
  }

  MemorySample first() {
    return samples.getFirst();
  }

  MemorySample last() {
    return samples.getLast();
  }

  Verdict verdict() {
    Trend trend = resident();
    if (trend.isGrowthBeyond(limit) || liveHeapGrows() || arraysGrow()) {
      return Verdict.GROWS;
    }
    return trend.isAtMost(limit) ? Verdict.FLAT : Verdict.UNDECIDED;
  }

  /** MB an hour. */
  double liveHeapSlope() {
    double hours = (last().seconds() - first().seconds()) / SECONDS_OF_HOUR;
    return (liveAtLast - liveAtFirst) / hours;
  }

  private boolean liveHeapGrows() {
    return liveAtLast - liveAtFirst > HEAP_NOISE && liveHeapSlope() > limit;
  }

  /** Arrays of the engine that are never released are few bytes each at first. */
  private boolean arraysGrow() {
    boolean areCounted = samples.stream().noneMatch(sample -> Double.isNaN(sample.arrays()));
    return areCounted && trend(MemorySample::arrays).isGrowthBeyond(ARRAYS_LIMIT);
  }

  /** The verdict in words. */
  String words() {
    Trend trend = resident();
    return switch (verdict()) {
      case FLAT -> "flat";
      case GROWS -> growth(trend);
      case UNDECIDED ->
          String.format(
              Locale.ROOT, "undecided: %.0f ± %.0f MB/h", trend.slope(), trend.halfWidth());
    };
  }

  private String growth(Trend resident) {
    if (liveHeapGrows()) {
      return String.format(Locale.ROOT, "grows by %.0f MB/h (heap)", liveHeapSlope());
    }
    return resident.isGrowthBeyond(limit)
        ? String.format(Locale.ROOT, "grows by %.0f MB/h", resident.slope())
        : String.format(Locale.ROOT, "grows by %.0f arrays/h", trend(MemorySample::arrays).slope());
  }
}
