package io.headrace.benchmarks;

import io.headrace.policy.Architecture;
import io.headrace.policy.ModelConfig;
import java.util.List;

/** The model that all model benchmarks use: the demo's 0.55 M-parameter Llama. */
final class TinyLlama {

  static final int END = 2;

  private TinyLlama() {}

  static ModelConfig config() {
    return new ModelConfig(
        Architecture.LLAMA,
        100,
        128,
        344,
        3,
        4,
        2,
        32,
        512,
        1e-5,
        10_000,
        true,
        ModelConfig.AttentionBias.NONE,
        List.of(END));
  }
}
