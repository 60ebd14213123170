package io.headrace.pipeline.config;

import java.time.Duration;

/**
 * The assembler of the reward service.
 *
 * @param threads stream threads
 * @param commitInterval maximum time that an emitted group waits for the commit that makes it
 *     visible
 * @param minScored minimum number of scored traces of a training group
 * @param lengthRewardWeight weight of the length reward
 * @param lengthRewardAfter number of the request from which the length reward applies
 * @param rememberEmitted how long duplicates of an emitted group's events are recognized
 */
public record AssemblerConfig(
    int threads,
    Duration commitInterval,
    int minScored,
    double lengthRewardWeight,
    long lengthRewardAfter,
    Duration rememberEmitted) {

  private static final Duration LONGEST_COMMIT = Duration.ofSeconds(10);

  public AssemblerConfig {
    Check.between("assembler.threads", threads, 1, Check.MOST_THREADS);
    Check.positive("assembler.commit-interval", commitInterval);
    Check.that(
        commitInterval.compareTo(LONGEST_COMMIT) <= 0,
        "assembler.commit-interval",
        "must be at most %ds, is %d ms: the broker aborts transactions that stay open for longer"
            .formatted(LONGEST_COMMIT.toSeconds(), commitInterval.toMillis()));
    Check.atLeast("assembler.min-scored", minScored, 1);
    Check.notNegative("assembler.length-reward-weight", lengthRewardWeight);
    Check.atLeast("assembler.length-reward-after", lengthRewardAfter, 0);
    Check.positive("assembler.remember-emitted", rememberEmitted);
  }
}
