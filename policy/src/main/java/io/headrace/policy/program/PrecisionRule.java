package io.headrace.policy.program;

import ai.djl.Device;
import io.headrace.policy.ModelConfig;
import java.util.function.Supplier;

/**
 * Resolves {@link PrecisionChoice#AUTO}.
 *
 * <p>On a GPU it is bfloat16, on a CPU without bfloat16 instructions float32. On other CPUs it is
 * the precision that {@link PrecisionTrial} measures as faster for the shape and role.
 */
final class PrecisionRule {

  private PrecisionRule() {}

  static Precision choose(ModelConfig config, ExecutionSettings settings, Device device) {
    return switch (settings.precision()) {
      case FLOAT32 -> Precision.FLOAT32;
      case BFLOAT16 -> Precision.BFLOAT16;
      case AUTO ->
          automatic(
              device.isGpu(),
              Processor.local().hasBfloat16(),
              () -> PrecisionTrials.of(config, settings));
    };
  }

  static Precision automatic(
      boolean gpu, boolean cpuBfloat16, Supplier<PrecisionTiming> measurement) {
    if (gpu) {
      return Precision.BFLOAT16;
    }
    return cpuBfloat16 ? measurement.get().faster() : Precision.FLOAT32;
  }
}
