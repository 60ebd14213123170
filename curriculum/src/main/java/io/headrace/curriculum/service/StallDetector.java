package io.headrace.curriculum.service;

import java.time.Duration;
import java.time.Instant;

/**
 * Detects that no group is assembled although groups are requested: the services that sample, score
 * and assemble them may be down. It only reports; no group is dropped. Pure; not thread-safe.
 */
final class StallDetector {

  /** Longer than a group of a small model takes, so that nothing is reported in a healthy run. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String run;
  private Instant last;

  /**
   * @param opened when this process opened the run
   */
  StallDetector(String run, Instant opened) {
    this.run = run;
    this.last = opened;
  }

  /** Records that a group was requested or assembled. */
  void recordProgress(Instant now) {
    last = now;
  }

  /**
   * The problem as one sentence, or empty.
   *
   * @param underWay number of groups that were requested and are not assembled
   */
  String problem(long underWay, Instant now) {
    Duration idle = Duration.between(last, now);
    return underWay == 0 || idle.compareTo(PATIENCE) < 0
        ? ""
        : "[run=%s] %d groups are requested and none was assembled for %d s; check that the rollout workers, the verifier and the reward service run"
            .formatted(run, underWay, idle.toSeconds());
  }
}
