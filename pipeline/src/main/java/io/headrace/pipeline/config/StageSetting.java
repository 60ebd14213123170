package io.headrace.pipeline.config;

import java.util.Map;
import java.util.Optional;

/**
 * A stage of {@code plan} as it is written.
 *
 * @param id names it within the plan, in events and in evaluations: {@code v12-warm-up}
 * @param kind what it trains with
 * @param recipe settings of {@code learner.sft} or {@code learner.rl} that differ in this stage
 * @param until when it ends
 */
public record StageSetting(String id, StageKind kind, Map<String, String> recipe, Until until) {

  public StageSetting {
    recipe = Map.copyOf(recipe);
  }

  /**
   * When a stage ends: after its steps, or once one evaluation reaches every accuracy that is
   * given. At least one of them is given.
   *
   * @param steps the most steps of the stage; empty for the limit of its kind
   * @param greedyAccuracy held-out accuracy of greedy answers, 0 to 1
   * @param sampledAccuracy held-out accuracy at temperature 1, 0 to 1
   */
  public record Until(
      Optional<Integer> steps, Optional<Double> greedyAccuracy, Optional<Double> sampledAccuracy) {}
}
