package io.headrace.learner.service;

import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.plan.StagePlan;

/** Checks, before a service is started, whether the learner can train with a run's objectives. */
public final class UsableObjectives {

  private UsableObjectives() {}

  /**
   * Builds the objective of each stage of policy optimization.
   *
   * @throws io.headrace.pipeline.error.HeadraceException INVALID_CONFIG when a recipe does not
   *     exist, is malformed, or needs what the learner does not have
   */
  public static void require(RunConfig config) {
    for (PlannedStage stage : StagePlan.of(config).stages()) {
      if (stage instanceof PlannedStage.Rl rl) {
        Recipes.rl(config.learner(), rl.recipe());
      }
    }
  }
}
