package io.headrace.policy.folder;

import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.ModelFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The weights of a model folder, which need not have a tokenizer.
 *
 * @param config content of {@code config.json}
 * @param tensors all tensors of {@link ModelConfig#expectedTensors}, in that order; those stored as
 *     float32 stay in the mapped file
 */
public record ModelWeights(ModelConfig config, SequencedMap<String, FloatTensor> tensors) {

  public ModelWeights {
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads a folder and checks that it has exactly the required tensors, with their shapes.
   *
   * <p>The file of a tied model may contain the output matrix too, if it equals the embedding
   * exactly; that of an untied model must contain it.
   *
   * @throws ModelFormatException if the folder has no usable weights
   */
  public static ModelWeights read(Path folder) {
    Opened opened = open(folder);
    var tensors = new LinkedHashMap<String, FloatTensor>();
    for (String name : opened.config().expectedTensors().keySet()) {
      tensors.put(name, opened.files().readFinite(name));
    }
    FloatTensor embedding = OutputMatrix.embedding(tensors);
    OutputMatrix.requireSameIfTied(opened.config(), opened.files(), embedding);
    return new ModelWeights(opened.config(), tensors);
  }

  /** Checks files and shapes without reading values. */
  static ModelConfig check(Path folder) {
    return open(folder).config();
  }

  private record Opened(ModelConfig config, TensorFiles files) {}

  private static Opened open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw FolderProblemText.noFolder(folder);
    }
    Path file = folder.resolve(ModelFolder.CONFIG);
    ModelConfig config = ModelConfig.fromJson(ModelJson.read(file), "model=" + file);
    TensorFiles files = TensorFiles.open(folder);
    OutputMatrix.requireUnlessTied(config, files);
    FolderTensorCheck.check(
        folder, config.expectedTensors(), OutputMatrix.optionalTensor(config), files);
    FolderTensorCheck.checkMemory(folder, files, Runtime.getRuntime().maxMemory());
    return new Opened(config, files);
  }
}
