package io.headrace.curriculum.service;

import io.headrace.curriculum.controller.ControllerSettings;
import io.headrace.curriculum.evaluation.EvaluationMode;
import io.headrace.curriculum.evaluation.EvaluationPlan;
import io.headrace.pipeline.config.CurriculumConfig;
import io.headrace.pipeline.config.EvaluationConfig;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.config.SamplingConfig;
import io.headrace.pipeline.plan.StagePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Converts a run's configuration to the controller's settings. */
final class ControllerConfig {

  /**
   * Success rate of a task without a group: its weight is between those of solved and failed ones.
   */
  private static final double PRIOR = 0.5;

  private ControllerConfig() {}

  static ControllerSettings settings(RunConfig config) {
    CurriculumConfig curriculum = config.curriculum();
    return new ControllerSettings(
        config.run(),
        config.tasks().seed(),
        groups(config),
        new ControllerSettings.Priority(
            PRIOR, curriculum.successEmaAlpha(), curriculum.minTaskWeight()),
        curriculum.maxStaleness(),
        evaluations(config.evaluation(), config.sampling()),
        StagePlan.of(config),
        Optional.of(curriculum.timeBudget()).filter(Duration::isPositive));
  }

  private static ControllerSettings.Groups groups(RunConfig config) {
    SamplingConfig sampling = config.sampling();
    return new ControllerSettings.Groups(
        config.curriculum().samplesPerGroup(),
        sampling.temperature(),
        sampling.maxNewTokens(),
        sampling.stop(),
        config.curriculum().groupLimit());
  }

  private static EvaluationPlan evaluations(EvaluationConfig evaluation, SamplingConfig sampling) {
    return new EvaluationPlan(
        evaluation.heldout(),
        List.of(EvaluationMode.values()),
        evaluation.everySteps(),
        sampling.maxNewTokens(),
        sampling.stop());
  }
}
