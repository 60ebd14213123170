package io.headrace.learner.checkpoint;

import io.headrace.pipeline.plan.StagePlan;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.folder.HeadFile;
import io.headrace.policy.folder.ModelFolder;
import io.headrace.policy.folder.TensorFile;
import io.headrace.policy.folder.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The content of a checkpoint folder.
 *
 * <pre>
 * step-12/model/                  the weights as a Hugging Face folder; this is what is published
 * step-12/head-value.safetensors  a head of that name; one file per head
 * step-12/optimizer.safetensors   AdamW's moments, if the next step continues from them
 * step-12/state.json              everything else
 * step-12/SHA256SUMS              written last
 * </pre>
 *
 * @param state everything but tensors
 * @param model configuration, tokenizer and float32 master weights
 * @param moments the optimizer's moments, of the trained parameters only; empty after a reset
 * @param heads tensors of each head by its name; empty where the model has only a language head
 */
public record Checkpoint(
    LearnerState state,
    ModelFolder model,
    SequencedMap<String, FloatTensor> moments,
    SequencedMap<String, SequencedMap<String, FloatTensor>> heads) {

  /** The folder within a checkpoint that is published. */
  public static final String MODEL = "model";

  private static final String OPTIMIZER = "optimizer.safetensors";

  /** A checkpoint without heads. */
  public Checkpoint(
      LearnerState state, ModelFolder model, SequencedMap<String, FloatTensor> moments) {
    this(state, model, moments, new LinkedHashMap<>());
  }

  /** A checkpoint without moments. */
  public static Checkpoint fresh(LearnerState state, ModelFolder model) {
    return new Checkpoint(state, model, new LinkedHashMap<>());
  }

  /** Writes the files into an empty folder. */
  public void writeTo(Path folder) throws IOException {
    model.write(Files.createDirectory(folder.resolve(MODEL)), TensorType.F32);
    if (!moments.isEmpty()) {
      TensorFile.write(folder.resolve(OPTIMIZER), moments);
    }
    heads.forEach((name, tensors) -> HeadFile.write(folder, name, tensors));
    StateFile.write(folder, state);
  }

  /**
   * Reads a folder whose checksums were verified.
   *
   * @param plan of the run, which names the stages of a checkpoint of an earlier version
   */
  public static Checkpoint read(Path folder, StagePlan plan) {
    Path optimizer = folder.resolve(OPTIMIZER);
    return new Checkpoint(
        StateFile.read(folder, plan),
        ModelFolder.read(folder.resolve(MODEL)),
        Files.exists(optimizer) ? TensorFile.read(optimizer) : new LinkedHashMap<>(),
        HeadFile.readAll(folder));
  }
}
