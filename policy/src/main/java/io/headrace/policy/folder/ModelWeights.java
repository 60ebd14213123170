package io.headrace.policy.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.ModelFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The weights of a model folder, whether it has a tokenizer or not.
 *
 * @param config what {@code config.json} says
 * @param tensors all tensors of {@link ModelConfig#expectedTensors}, in that order; they stay in
 *     the mapped file where it holds float32
 */
public record ModelWeights(ModelConfig config, SequencedMap<String, FloatTensor> tensors) {

  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String HEAD = "lm_head.weight";

  public ModelWeights {
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads a folder and checks all tensors: every one is there with its shape, and none besides.
   *
   * <p>An output matrix that is missing means that it is the embedding; one that is there although
   * {@code tie_word_embeddings} is true is passed over, as transformers does.
   *
   * @throws ModelFormatException if the folder holds no weights that can be used
   */
  public static ModelWeights read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw FolderFault.noFolder(folder);
    }
    Path file = folder.resolve(ModelFolder.CONFIG);
    ObjectNode json = ModelJson.read(file);
    ModelConfig stated = ModelConfig.fromJson(json, "model=" + file);
    TensorFiles files = TensorFiles.open(folder);
    Map<String, List<Long>> found = files.shapes();
    ModelConfig config =
        found.containsKey(HEAD)
            ? stated
            : ModelConfig.fromJson(json.put("tie_word_embeddings", true), "model=" + file);
    TensorCheck.check(folder, config.expectedTensors(), headThatIsTied(config), files);
    TensorCheck.checkMemory(folder, files, Runtime.getRuntime().maxMemory());
    var tensors = new LinkedHashMap<String, FloatTensor>();
    config.expectedTensors().keySet().forEach(name -> tensors.put(name, files.readFinite(name)));
    return new ModelWeights(config, tensors);
  }

  private static Map<String, List<Long>> headThatIsTied(ModelConfig config) {
    List<Long> embedding = config.expectedTensors().get(EMBEDDING);
    return config.tiedEmbeddings() && embedding != null ? Map.of(HEAD, embedding) : Map.of();
  }
}
