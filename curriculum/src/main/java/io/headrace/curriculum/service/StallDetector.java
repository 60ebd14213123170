package io.headrace.curriculum.service;

import java.time.Duration;
import java.time.Instant;

/**
 * Detects that no group is assembled although some are in work: the services that sample, score and
 * assemble them may be down. It only reports; no group is dropped. Pure; not thread-safe.
 */
final class StallDetector {

  /** Longer than a group of a small model takes, so that a healthy run reports nothing. */
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

  /** A group came back or was asked for. */
  void moved(Instant now) {
    last = now;
  }

  /**
   * One sentence while nothing moves, else empty.
   *
   * @param underWay groups that were asked for and are not assembled
   */
  String problem(long underWay, Instant now) {
    Duration still = Duration.between(last, now);
    return underWay == 0 || still.compareTo(PATIENCE) < 0
        ? ""
        : "[run=%s] %d groups are under way and none came back for %d s; see whether the rollout workers, the verifier and the reward service run"
            .formatted(run, underWay, still.toSeconds());
  }
}
