package io.headrace.rollout;

import io.headrace.policy.Architecture;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.folder.ModelFolder;
import io.headrace.policy.folder.TensorType;
import io.headrace.policy.program.InitialWeights;
import io.headrace.policy.tokenizer.CharacterTokenizer;
import java.nio.file.Path;
import java.util.List;

/** A random model of some thousand parameters. */
public final class RandomModel {

  private RandomModel() {}

  /** Its configuration with this number of positions. */
  public static ModelConfig config(int positions) {
    return new ModelConfig(
        Architecture.LLAMA,
        CharacterTokenizer.ascii().vocabularySize(),
        16,
        32,
        4,
        2,
        1,
        8,
        positions,
        1e-5,
        10_000,
        true,
        ModelConfig.AttentionBias.NONE,
        List.of(1));
  }

  /** Writes its folder with weights drawn from a seed. */
  public static void write(Path folder, int positions, long seed) {
    ModelConfig config = config(positions);
    new ModelFolder(config, CharacterTokenizer.ascii(), InitialWeights.of(config, seed))
        .write(folder, TensorType.F32);
  }
}
