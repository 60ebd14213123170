package io.headrace.cli.bench.memory;

import io.headrace.benchmarks.Trend;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The change of one process's memory after the warm-up.
 *
 * @param process name of the process
 * @param samples samples after the warm-up, in order of time
 * @param liveAtFirst Java heap after a collection at the end of the warm-up, in MB
 * @param liveAtLast Java heap after a collection after the last sample, in MB
 * @param limit growth in MB per hour up to which memory counts as flat
 */
record ProcessGrowth(
    String process,
    List<MemorySample> samples,
    double liveAtFirst,
    double liveAtLast,
    double limit) {

  private static final double SECONDS_OF_HOUR = 3600;

  /** Random change of the live heap between two collections, in MB. */
  private static final double HEAP_NOISE = 16;

  /** Growth in arrays per hour; a leak of one array per step adds thousands. */
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

  /** The growth of the live heap, in MB per hour. */
  double liveHeapSlope() {
    double hours = (last().seconds() - first().seconds()) / SECONDS_OF_HOUR;
    return (liveAtLast - liveAtFirst) / hours;
  }

  private boolean liveHeapGrows() {
    return liveAtLast - liveAtFirst > HEAP_NOISE && liveHeapSlope() > limit;
  }

  /** Whether the engine's arrays leak; small ones hardly change the resident memory at first. */
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
