package io.headrace.learner.step;

import io.headrace.learner.objective.Objective;
import io.headrace.learner.packing.MicroBatchPacker;
import io.headrace.policy.program.AdamWSettings;

/**
 * The settings of the steps of one stage.
 *
 * @param objective what is minimized
 * @param trained which parameters are trained
 * @param plan the optimizer updates of a step
 * @param packer how traces become micro-batches
 * @param rate the learning rate over the updates of the stage
 * @param optimizer AdamW and the norm that gradients are clipped to; its own rate is not used
 * @param resetsOptimizer whether the optimizer is reset before each step, as mirror descent
 *     requires, since each step solves a new problem with a new reference
 */
public record StepSettings(
    Objective objective,
    TrainedParts trained,
    UpdatePlan plan,
    MicroBatchPacker packer,
    LearningRate rate,
    AdamWSettings optimizer,
    boolean resetsOptimizer) {

  /** Settings that train what the objective reads: the backbone, and the value head. */
  public StepSettings(
      Objective objective,
      UpdatePlan plan,
      MicroBatchPacker packer,
      LearningRate rate,
      AdamWSettings optimizer,
      boolean resetsOptimizer) {
    this(objective, TrainedParts.of(objective), plan, packer, rate, optimizer, resetsOptimizer);
  }
}
