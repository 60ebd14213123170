package io.headrace.policy.program;

import io.headrace.policy.Architecture;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.ModelConfig.AttentionBias;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small model with weights large enough for a skewed distribution. */
final class TinyModel {
  static final ModelConfig CONFIG =
      new ModelConfig(
          Architecture.LLAMA,
          11,
          16,
          24,
          2,
          4,
          2,
          4,
          64,
          1e-5,
          1e4,
          true,
          AttentionBias.NONE,
          List.of());

  static final ExecutionSettings FLOAT32 =
      ExecutionSettings.generation().with(DeviceChoice.CPU).with(PrecisionChoice.FLOAT32);

  private TinyModel() {}

  static PolicyProgram program() {
    return PolicyProgram.load(CONFIG, FLOAT32);
  }

  /** Initial weights with matrices ten times as large. */
  static Map<String, FloatTensor> weights(long seed) {
    Map<String, FloatTensor> weights = new LinkedHashMap<>();
    InitialWeights.of(CONFIG, seed)
        .forEach((name, t) -> weights.put(name, t.shape().size() > 1 ? scaled(t, 10) : t));
    return weights;
  }

  private static FloatTensor scaled(FloatTensor tensor, float factor) {
    float[] values = Fixture.values(tensor);
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return new FloatTensor(tensor.shape(), FloatBuffer.wrap(values));
  }
}
