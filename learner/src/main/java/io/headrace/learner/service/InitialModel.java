package io.headrace.learner.service;

import io.headrace.learner.checkpoint.Checkpoint;
import io.headrace.learner.checkpoint.LearnerState;
import io.headrace.pipeline.config.ModelSource;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.policy.Architecture;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.ModelFormatException;
import io.headrace.policy.folder.ModelFolder;
import io.headrace.policy.program.InitialWeights;
import io.headrace.policy.tokenizer.CharacterTokenizer;
import io.headrace.policy.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.List;

/** The model that a run starts from, version 0. */
public final class InitialModel {

  private static final double RMS_NORM_EPSILON = 1e-5;
  private static final double ROPE_THETA = 10_000;

  private InitialModel() {}

  /**
   * The model of a Hugging Face folder, or a randomly initialized Llama with a character tokenizer.
   *
   * @throws HeadraceException if the folder has no usable model
   */
  static Checkpoint of(ModelSource source, LearnerState state) {
    return Checkpoint.fresh(
        state, source.folder().map(InitialModel::read).orElseGet(() -> random(source)));
  }

  /**
   * The configuration of that model, without reading its weights.
   *
   * @throws ModelFormatException if the folder has no usable {@code config.json}
   */
  public static ModelConfig shape(ModelSource source) {
    return source
        .folder()
        .map(ModelFolder::readConfig)
        .orElseGet(() -> config(source, CharacterTokenizer.ascii()));
  }

  private static ModelFolder read(Path folder) {
    try {
      return ModelFolder.read(folder);
    } catch (ModelFormatException unusable) {
      throw new HeadraceException(
          ErrorCode.INVALID_MODEL, String.valueOf(unusable.getMessage()), unusable);
    }
  }

  private static ModelFolder random(ModelSource source) {
    Tokenizer tokenizer = CharacterTokenizer.ascii();
    ModelConfig config = config(source, tokenizer);
    return new ModelFolder(config, tokenizer, InitialWeights.of(config, source.seed()));
  }

  private static ModelConfig config(ModelSource source, Tokenizer tokenizer) {
    return new ModelConfig(
        Architecture.LLAMA,
        tokenizer.vocabularySize(),
        source.hiddenSize(),
        source.feedForwardSize(),
        source.layers(),
        source.attentionHeads(),
        source.keyValueHeads(),
        source.hiddenSize() / source.attentionHeads(),
        source.maxPositions(),
        RMS_NORM_EPSILON,
        ROPE_THETA,
        true,
        ModelConfig.AttentionBias.NONE,
        List.of(tokenizer.eosId()));
  }
}
