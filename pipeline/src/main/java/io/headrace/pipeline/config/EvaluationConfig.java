package io.headrace.pipeline.config;

import java.time.Duration;

/**
 * Held-out evaluations.
 *
 * @param heldout how many held-out tasks
 * @param everySteps RL steps between evaluations
 * @param deadline how long a worker may draw no token of a held-out group before it hands it back
 */
public record EvaluationConfig(int heldout, int everySteps, Duration deadline) {

  public EvaluationConfig {
    Check.atLeast("evaluation.heldout", heldout, 1);
    Check.atLeast("evaluation.every-steps", everySteps, 1);
    Check.positive("evaluation.deadline", deadline);
  }
}
