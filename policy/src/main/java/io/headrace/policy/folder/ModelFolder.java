package io.headrace.policy.folder;

import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.ModelFormatException;
import io.headrace.policy.tokenizer.Tokenizer;
import io.headrace.policy.tokenizer.TokenizerFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A language model in a folder in Hugging Face layout, as read by transformers, vLLM and llama.cpp.
 *
 * @param config content of {@code config.json}
 * @param tokenizer tokenizer of {@code tokenizer.json} and the files beside it
 * @param tensors all tensors of {@link ModelConfig#expectedTensors}, in that order; those stored as
 *     float32 stay in the mapped file
 */
public record ModelFolder(
    ModelConfig config, Tokenizer tokenizer, SequencedMap<String, FloatTensor> tensors) {

  static final String CONFIG = "config.json";
  static final String GENERATION_CONFIG = TokenizerFile.GENERATION_CONFIG;

  public ModelFolder {
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads a folder and checks that it has exactly the required tensors, with their shapes.
   *
   * @throws ModelFormatException if the folder has no usable model
   */
  public static ModelFolder read(Path folder) {
    ModelWeights weights = ModelWeights.read(folder);
    Tokenizer tokenizer = TokenizerFile.open(folder);
    checkVocabulary(folder, weights.config(), tokenizer);
    return new ModelFolder(weights.config(), tokenizer, weights.tensors());
  }

  /**
   * Checks a folder without the values of its weights: files, shapes, tokenizer.
   *
   * @throws ModelFormatException if the folder has no usable model
   */
  public static void check(Path folder) {
    ModelConfig config = ModelWeights.check(folder);
    checkVocabulary(folder, config, TokenizerFile.open(folder));
  }

  /**
   * Reads only {@code config.json}.
   *
   * @throws ModelFormatException if the file is missing or unusable
   */
  public static ModelConfig readConfig(Path folder) {
    Path file = folder.resolve(CONFIG);
    return ModelConfig.fromJson(ModelJson.read(file), "model=" + file);
  }

  private static void checkVocabulary(Path folder, ModelConfig config, Tokenizer tokenizer) {
    if (tokenizer.vocabularySize() > config.vocabularySize()) {
      throw FolderProblemText.in(
          folder,
          "the tokenizer has "
              + tokenizer.vocabularySize()
              + " tokens and the model's embedding only "
              + config.vocabularySize()
              + ": "
              + named(tokenizer, tokenizer.vocabularySize() - 1)
              + " has no row in it; copy the tokenizer that belongs to the model, or save the model"
              + " with an embedding resized to it");
    }
    for (int end : tokenizer.endIds()) {
      if (end < 0 || end >= config.vocabularySize()) {
        throw FolderProblemText.in(
            folder.resolve(GENERATION_CONFIG),
            "eos_token_id "
                + end
                + " is outside the vocabulary of "
                + config.vocabularySize()
                + " tokens; correct the file");
      }
    }
  }

  private static String named(Tokenizer tokenizer, int id) {
    return "token '%s' of id %d".formatted(tokenizer.decodeWithSpecial(new int[] {id}, 0, 1), id);
  }

  /**
   * Writes the folder; replaces existing files and removes weights of an earlier model.
   *
   * @param type number format of the weights
   */
  public void write(Path folder, TensorType type) {
    ModelFolderWriter.write(this, folder, type, ModelFolderWriter.SHARD_BYTES);
  }
}
