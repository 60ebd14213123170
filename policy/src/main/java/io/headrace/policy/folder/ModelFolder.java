package io.headrace.policy.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.ModelFormatException;
import io.headrace.policy.tokenizer.Tokenizer;
import io.headrace.policy.tokenizer.TokenizerFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A language model as a folder in Hugging Face layout: what transformers, vLLM and llama.cpp open.
 *
 * @param config what {@code config.json} says
 * @param tokenizer what {@code tokenizer.json} and the files beside it say
 * @param tensors all tensors of {@link ModelConfig#expectedTensors}, in that order; they stay in
 *     the mapped file where it holds float32
 */
public record ModelFolder(
    ModelConfig config, Tokenizer tokenizer, SequencedMap<String, FloatTensor> tensors) {

  static final String CONFIG = "config.json";

  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String HEAD = "lm_head.weight";

  public ModelFolder {
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads a folder and checks all of it: every tensor is there with its shape, and none besides.
   *
   * <p>An output matrix that is missing means that it is the embedding; one that is there although
   * {@code tie_word_embeddings} is true is passed over, as transformers does.
   *
   * @throws ModelFormatException if the folder holds no model that can be used
   */
  public static ModelFolder read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw FolderFault.in(
          folder, "there is no such folder; name a model folder in Hugging Face layout");
    }
    Path file = folder.resolve(CONFIG);
    ObjectNode json = ModelJson.read(file);
    ModelConfig stated = ModelConfig.fromJson(json, "model=" + file);
    TensorFiles files = TensorFiles.open(folder);
    Map<String, List<Long>> found = files.shapes();
    ModelConfig config =
        found.containsKey(HEAD)
            ? stated
            : ModelConfig.fromJson(json.put("tie_word_embeddings", true), "model=" + file);
    TensorCheck.check(folder, config.expectedTensors(), headThatIsTied(config), found);
    var tensors = new LinkedHashMap<String, FloatTensor>();
    config.expectedTensors().keySet().forEach(name -> tensors.put(name, files.read(name)));
    Tokenizer tokenizer = TokenizerFile.open(folder);
    checkVocabulary(folder, config, tokenizer);
    return new ModelFolder(config, tokenizer, tensors);
  }

  private static Map<String, List<Long>> headThatIsTied(ModelConfig config) {
    List<Long> embedding = config.expectedTensors().get(EMBEDDING);
    return config.tiedEmbeddings() && embedding != null ? Map.of(HEAD, embedding) : Map.of();
  }

  private static void checkVocabulary(Path folder, ModelConfig config, Tokenizer tokenizer) {
    if (tokenizer.vocabularySize() > config.vocabularySize()) {
      throw FolderFault.in(
          folder,
          "the tokenizer has "
              + tokenizer.vocabularySize()
              + " tokens and the model's embedding only "
              + config.vocabularySize()
              + "; copy the tokenizer that belongs to the model");
    }
  }

  /**
   * Writes the folder; files that are there are replaced, shards of an earlier model removed.
   *
   * @param type how the weights are stored
   */
  public void write(Path folder, TensorType type) {
    ModelFolderWriter.write(this, folder, type, ModelFolderWriter.SHARD_BYTES);
  }
}
