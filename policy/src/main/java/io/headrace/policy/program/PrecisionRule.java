package io.headrace.policy.program;

import ai.djl.Device;
import io.headrace.policy.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * What {@link PrecisionChoice#AUTO} means, as a rule on model size, role and hardware.
 *
 * <p>A GPU takes bfloat16. A CPU takes it when it multiplies bfloat16 in hardware, and then for
 * training only from {@value #TRAINING_PARAMETERS} parameters on: below, casts and changing shapes
 * cost more than the products save.
 */
final class PrecisionRule {
  static final long TRAINING_PARAMETERS = 2_000_000;
  private static final Set<String> HARDWARE_FLAGS = Set.of("amx_bf16", "avx512_bf16", "bf16");

  private PrecisionRule() {}

  static Precision choose(ExecutionSettings settings, Device device, ModelConfig config) {
    return switch (settings.precision()) {
      case FLOAT32 -> Precision.FLOAT32;
      case BFLOAT16 -> Precision.BFLOAT16;
      case AUTO ->
          automatic(settings.role(), device.isGpu(), cpuHasBfloat16(), config.parameterCount());
    };
  }

  static Precision automatic(ComputeRole role, boolean gpu, boolean cpuBfloat16, long parameters) {
    if (gpu) {
      return Precision.BFLOAT16;
    }
    boolean large = role == ComputeRole.GENERATION || parameters >= TRAINING_PARAMETERS;
    return cpuBfloat16 && large ? Precision.BFLOAT16 : Precision.FLOAT32;
  }

  private static boolean cpuHasBfloat16() {
    Path cpuInfo = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(cpuInfo)) {
      return false;
    }
    try (var lines = Files.lines(cpuInfo)) {
      return lines
          .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
          .findFirst()
          .map(line -> Set.of(line.substring(line.indexOf(':') + 1).trim().split("\\s+")))
          .filter(flags -> HARDWARE_FLAGS.stream().anyMatch(flags::contains))
          .isPresent();
    } catch (IOException e) {
      return false;
    }
  }
}
