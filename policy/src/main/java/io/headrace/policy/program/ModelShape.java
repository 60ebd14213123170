package io.headrace.policy.program;

import io.headrace.policy.Architecture;
import io.headrace.policy.ModelConfig;

/** The numbers of a configuration, in the order of the program's {@code shape} argument. */
final class ModelShape {
  private ModelShape() {}

  static double[] of(ModelConfig config, Precision precision) {
    return new double[] {
      config.layers(),
      config.heads(),
      config.keyValueHeads(),
      config.headDimension(),
      config.rmsNormEpsilon(),
      config.ropeTheta(),
      precision == Precision.BFLOAT16 ? 1 : 0,
      biases(config.attentionBias()),
      config.architecture() == Architecture.QWEN3 ? 1 : 0,
      config.tiedEmbeddings() ? 1 : 0
    };
  }

  private static int biases(ModelConfig.AttentionBias bias) {
    return switch (bias) {
      case NONE -> 0;
      case QUERY_KEY_VALUE -> 1;
      case ALL -> 2;
    };
  }
}
