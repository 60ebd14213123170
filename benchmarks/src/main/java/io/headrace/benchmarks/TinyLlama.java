package io.headrace.benchmarks;

import io.headrace.policy.Architecture;
import io.headrace.policy.ModelConfig;
import java.util.List;

/** The default model of the model benchmarks: the demo's Llama with 0.55 M parameters. */
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
