package io.headrace.pipeline.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * The end conditions of a stage: after its steps, when one evaluation reaches all given accuracies,
 * or at an active time of the run.
 *
 * @param steps maximum number of steps of the stage
 * @param greedyAccuracy held-out accuracy of greedy answers, 0 to 1; empty for no target
 * @param sampledAccuracy held-out accuracy at temperature 1, 0 to 1; empty for no target
 * @param activeTime active time of the run, all stages together, at which the stage ends with its
 *     next evaluated version; empty for no limit
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
