package io.headrace.pipeline.config;

import java.time.Duration;

/**
 * Held-out evaluations.
 *
 * @param heldout number of held-out tasks
 * @param everySteps RL steps between evaluations
 * @param deadline time without a sampled token after which a worker releases a held-out group
 */
public record EvaluationConfig(int heldout, int everySteps, Duration deadline) {

  private static final int MOST_HELDOUT = 1_000_000;

  public EvaluationConfig {
    Check.between("evaluation.heldout", heldout, 1, MOST_HELDOUT);
    Check.atLeast("evaluation.every-steps", everySteps, 1);
    Check.positive("evaluation.deadline", deadline);
  }
}
