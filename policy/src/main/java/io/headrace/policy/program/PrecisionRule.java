package io.headrace.policy.program;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * What {@link PrecisionChoice#AUTO} means, as a rule on hardware.
 *
 * <p>A GPU takes bfloat16, and so does a CPU that multiplies it in hardware: {@code headrace bench
 * train} and {@code decode} measure 1.3 and 1.5 times float32 with the 0.55 M-parameter model.
 */
final class PrecisionRule {
  private static final Set<String> HARDWARE_FLAGS = Set.of("amx_bf16", "avx512_bf16", "bf16");

  private PrecisionRule() {}

  static Precision choose(ExecutionSettings settings, Device device) {
    return switch (settings.precision()) {
      case FLOAT32 -> Precision.FLOAT32;
      case BFLOAT16 -> Precision.BFLOAT16;
      case AUTO -> automatic(device.isGpu(), cpuHasBfloat16());
    };
  }

  static Precision automatic(boolean gpu, boolean cpuBfloat16) {
    return gpu || cpuBfloat16 ? Precision.BFLOAT16 : Precision.FLOAT32;
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
