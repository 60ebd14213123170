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
 * The weights of a model folder, whether it has a tokenizer or not.
 *
 * @param config what {@code config.json} says
 * @param tensors all tensors of {@link ModelConfig#expectedTensors}, in that order; they stay in
 *     the mapped file where it holds float32
 */
public record ModelWeights(ModelConfig config, SequencedMap<String, FloatTensor> tensors) {

  public ModelWeights {
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads a folder and checks all tensors: every one is there with its shape, and none besides.
   *
   * <p>A tied model may have its output matrix in the file too, if it is the embedding number for
   * number; an untied one has it.
   *
   * @throws ModelFormatException if the folder holds no weights that can be used
   */
  public static ModelWeights read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw FolderFault.noFolder(folder);
    }
    Path file = folder.resolve(ModelFolder.CONFIG);
    ModelConfig config = ModelConfig.fromJson(ModelJson.read(file), "model=" + file);
    TensorFiles files = TensorFiles.open(folder);
    OutputMatrix.requireUnlessTied(config, files);
    TensorCheck.check(folder, config.expectedTensors(), OutputMatrix.besides(config), files);
    TensorCheck.checkMemory(folder, files, Runtime.getRuntime().maxMemory());
    var tensors = new LinkedHashMap<String, FloatTensor>();
    config.expectedTensors().keySet().forEach(name -> tensors.put(name, files.readFinite(name)));
    OutputMatrix.requireSameIfTied(config, files, OutputMatrix.embedding(tensors));
    return new ModelWeights(config, tensors);
  }
}
