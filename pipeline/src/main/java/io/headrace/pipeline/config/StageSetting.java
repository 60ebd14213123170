package io.headrace.pipeline.config;

import java.util.Map;
import java.util.Optional;

/**
 * A stage of {@code plan} as configured.
 *
 * @param id id within the plan, also used in events and evaluations: {@code v12-warm-up}
 * @param kind kind of training
 * @param recipe settings of {@code learner.sft} or {@code learner.rl} that differ in this stage
 * @param until when it ends
 */
public record StageSetting(String id, StageKind kind, Map<String, String> recipe, Until until) {

  public StageSetting {
    recipe = Map.copyOf(recipe);
  }

  /**
   * The end conditions of a stage: after its steps, or when one evaluation reaches all given
   * accuracies. At least one condition is given.
   *
   * @param steps maximum number of steps; empty for the setting of its kind
   * @param greedyAccuracy held-out accuracy of greedy answers, 0 to 1
   * @param sampledAccuracy held-out accuracy at temperature 1, 0 to 1
   */
  public record Until(
      Optional<Integer> steps, Optional<Double> greedyAccuracy, Optional<Double> sampledAccuracy) {}
}
