package io.headrace.learner.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.ModelFormatException;
import io.headrace.policy.folder.TensorFile;
import io.headrace.policy.tokenizer.Tokenizer;
import io.headrace.policy.tokenizer.TokenizerFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a checkpoint folder holds.
 *
 * <pre>
 * step-12/model/                  the weights as a Hugging Face folder; this is what is published
 * step-12/optimizer.safetensors   AdamW's moments, when they outlive the step
 * step-12/state.json              everything else
 * step-12/SHA256SUMS              written last
 * </pre>
 *
 * @param state everything but tensors
 * @param config the model
 * @param tokenizer its tokenizer
 * @param weights the float32 master weights
 * @param moments the optimizer's moments, empty when it was just reset
 */
public record Checkpoint(
    LearnerState state,
    ModelConfig config,
    Tokenizer tokenizer,
    SequencedMap<String, FloatTensor> weights,
    SequencedMap<String, FloatTensor> moments) {

  /** The folder within a checkpoint that is published. */
  public static final String MODEL = "model";

  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.safetensors";
  private static final String OPTIMIZER = "optimizer.safetensors";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Writes the files into an empty folder. */
  public void writeTo(Path folder) throws IOException {
    Path model = Files.createDirectory(folder.resolve(MODEL));
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(model.resolve(CONFIG).toFile(), config.toJson());
    for (Map.Entry<String, byte[]> file : tokenizer.files().entrySet()) {
      Files.write(model.resolve(file.getKey()), file.getValue());
    }
    TensorFile.write(model.resolve(WEIGHTS), weights);
    if (!moments.isEmpty()) {
      TensorFile.write(folder.resolve(OPTIMIZER), moments);
    }
    StateFile.write(folder, state);
  }

  /** Reads a folder whose digests were checked. */
  public static Checkpoint read(Path folder) {
    Checkpoint model = fromModelFolder(folder.resolve(MODEL), StateFile.read(folder));
    Path optimizer = folder.resolve(OPTIMIZER);
    return Files.exists(optimizer)
        ? model.withMoments(new LinkedHashMap<>(TensorFile.read(optimizer)))
        : model;
  }

  /** A model folder in Hugging Face layout as the start of a run. */
  public static Checkpoint fromModelFolder(Path model, LearnerState state) {
    return new Checkpoint(
        state,
        config(model.resolve(CONFIG)),
        TokenizerFile.open(model),
        new LinkedHashMap<>(TensorFile.read(model.resolve(WEIGHTS))),
        new LinkedHashMap<>());
  }

  private Checkpoint withMoments(SequencedMap<String, FloatTensor> restored) {
    return new Checkpoint(state, config, tokenizer, weights, restored);
  }

  private static ModelConfig config(Path file) {
    try {
      if (JSON.readTree(file.toFile()) instanceof ObjectNode json) {
        return ModelConfig.fromJson(json, file.toString());
      }
      throw new ModelFormatException("[" + file + "] it is not a JSON object");
    } catch (IOException e) {
      throw new UncheckedIOException("[" + file + "] it can't be read", e);
    }
  }
}
