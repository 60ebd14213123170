package io.headrace.pipeline.plan;

import io.headrace.pipeline.config.RlConfig;
import io.headrace.pipeline.config.SftConfig;
import io.headrace.pipeline.config.StageKind;

/** A stage of a run's plan: its kind of training, its recipe, and its end conditions. */
public sealed interface PlannedStage {

  /** Id of the stage within the plan. */
  String id();

  /** When it ends. */
  StageEnd until();

  /** The kind of training. */
  default StageKind kind() {
    return switch (this) {
      case Sft _ -> StageKind.SFT;
      case Rl _ -> StageKind.RL;
    };
  }

  /**
   * Supervised fine-tuning on demonstrations.
   *
   * @param recipe its {@code maxSteps} is not used
   */
  record Sft(String id, StageEnd until, SftConfig recipe) implements PlannedStage {}

  /** Policy optimization on scored groups. */
  record Rl(String id, StageEnd until, RlConfig recipe) implements PlannedStage {}
}
