package io.headrace.pipeline.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * When a stage ends: after its steps, once one evaluation reaches every accuracy that is given, or
 * when the run was at work for some time.
 *
 * @param steps the most steps of the stage
 * @param greedyAccuracy held-out accuracy of greedy answers, 0 to 1; empty for no target
 * @param sampledAccuracy held-out accuracy at temperature 1, 0 to 1; empty for no target
 * @param activeTime how long the run, all stages together, may be at work before the stage ends
 *     with its next evaluated version; empty for no limit
 */
public record StageEnd(
    long steps,
    Optional<Double> greedyAccuracy,
    Optional<Double> sampledAccuracy,
    Optional<Duration> activeTime) {

  public StageEnd {
    if (steps < 0) {
      throw new IllegalArgumentException("a stage takes no fewer than 0 steps, not " + steps);
    }
  }

  /** Ends after its steps only. */
  public static StageEnd after(long steps) {
    return new StageEnd(steps, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Whether an accuracy ends the stage. */
  public boolean hasAccuracy() {
    return greedyAccuracy.isPresent() || sampledAccuracy.isPresent();
  }
}
