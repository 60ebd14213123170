package io.headrace.cli.bench.memory;

import io.headrace.pipeline.config.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to run and for how long.
 *
 * @param length from the start of the processes' work to the last sample, at least 30 s
 * @param oneProcess whether broker and services share one process
 * @param pace percent of the time that the rollout worker may work, 10 to 100
 * @param heap size of each Java heap; empty leaves it to the JVM
 * @param limit growth in MB an hour up to which memory counts as flat
 * @param settings assignments {@code path=value} that override the benchmark's own
 * @param csv where to write the samples
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

  /** A tenth of the time and at least 2 minutes, but at most half. */
  Duration warmUp() {
    Duration tenth = length.dividedBy(10);
    Duration wanted = tenth.compareTo(LEAST_WARM_UP) < 0 ? LEAST_WARM_UP : tenth;
    Duration half = length.dividedBy(2);
    return wanted.compareTo(half) < 0 ? wanted : half;
  }

  /** How often memory is sampled: every 5 s, in short runs more often. */
  Duration interval() {
    return Duration.ofMillis(Math.clamp(length.toMillis() / 60, 500, 5000));
  }
}
