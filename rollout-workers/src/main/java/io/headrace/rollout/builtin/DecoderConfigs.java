package io.headrace.rollout.builtin;

import io.headrace.pipeline.config.RolloutConfig;
import io.headrace.policy.generation.DecoderSettings;
import io.headrace.policy.generation.RepetitionRule;
import io.headrace.policy.program.DeviceChoice;
import io.headrace.policy.program.ExecutionRole;
import io.headrace.policy.program.ExecutionSettings;
import io.headrace.policy.program.PrecisionChoice;

/** A decoder's settings from the section {@code rollout}. Pure. */
final class DecoderConfigs {

  private static final int THREADS = 1;

  private DecoderConfigs() {}

  static ExecutionSettings execution(RolloutConfig config) {
    return new ExecutionSettings(
        ExecutionRole.GENERATION,
        switch (config.device()) {
          case AUTO -> DeviceChoice.AUTO;
          case CPU -> DeviceChoice.CPU;
          case CUDA -> DeviceChoice.CUDA;
        },
        switch (config.precision()) {
          case AUTO -> PrecisionChoice.AUTO;
          case FLOAT32 -> PrecisionChoice.FLOAT32;
          case BFLOAT16 -> PrecisionChoice.BFLOAT16;
        },
        THREADS);
  }

  static DecoderSettings decoder(RolloutConfig config) {
    return new DecoderSettings(config.slots(), config.decodeSteps(), repetition(config));
  }

  private static RepetitionRule repetition(RolloutConfig config) {
    return config.repetitionCount() < 2
        ? RepetitionRule.never()
        : new RepetitionRule(config.repetitionLength(), config.repetitionCount());
  }
}
