package io.headrace.cli.bench.memory;

import io.headrace.pipeline.config.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Parameters of a memory measurement.
 *
 * @param length time from the start of the measurement to the last sample, at least 30 s
 * @param oneProcess whether broker and services run in one process
 * @param pace percentage of the time that the rollout worker runs, 10 to 100
 * @param heap size of each Java heap; empty uses the JVM's default
 * @param limit growth in MB per hour up to which memory counts as flat
 * @param settings assignments {@code path=value} that override the benchmark's settings
 * @param csv file for the samples; empty writes none
 */
public record MemoryPlan(
    Duration length,
    boolean oneProcess,
    int pace,
    Optional<ByteSize> heap,
    double limit,
    List<String> settings,
    Optional<Path> csv) {

  private static final Duration LEAST = Duration.ofSeconds(30);
  private static final Duration LEAST_WARM_UP = Duration.ofMinutes(2);

  public MemoryPlan {
    settings = List.copyOf(settings);
    if (length.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException("--minutes must be at least 0.5");
    }
    if (pace < 10 || pace > 100) {
      throw new IllegalArgumentException("--pace must be between 10 and 100 percent");
    }
    if (oneProcess && pace < 100) {
      throw new IllegalArgumentException(
          "--pace pauses the worker's process, so it can't be combined with --one-process");
    }
    if (!(limit > 0)) {
      throw new IllegalArgumentException("--limit must be more than 0 MB an hour");
    }
  }

  /** A tenth of the length, but at least 2 minutes and at most half of it. */
  Duration warmUp() {
    Duration tenth = length.dividedBy(10);
    Duration wanted = tenth.compareTo(LEAST_WARM_UP) < 0 ? LEAST_WARM_UP : tenth;
    Duration half = length.dividedBy(2);
    return wanted.compareTo(half) < 0 ? wanted : half;
  }

  /** The sampling interval: a sixtieth of the length, from 0.5 to 5 s. */
  Duration interval() {
    return Duration.ofMillis(Math.clamp(length.toMillis() / 60, 500, 5000));
  }
}
