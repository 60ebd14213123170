package io.headrace.cli.doctor;

import io.headrace.policy.Architecture;
import io.headrace.policy.ModelConfig;
import java.util.List;

/** The smallest model that exercises the engine. */
final class SmallestModel {

  private SmallestModel() {}

  static ModelConfig config() {
    return new ModelConfig(
        Architecture.LLAMA,
        16,
        16,
        32,
        1,
        2,
        1,
        8,
        32,
        1e-5,
        10_000,
        true,
        ModelConfig.AttentionBias.NONE,
        List.of());
  }
}
