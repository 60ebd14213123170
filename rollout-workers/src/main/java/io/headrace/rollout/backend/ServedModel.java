package io.headrace.rollout.backend;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.policy.folder.ModelFolder;
import java.nio.file.Path;

/**
 * A weights version that may be served: it was committed and its files were checked.
 *
 * @param version the version
 * @param folder folder with {@code config.json}, {@code tokenizer.json} and {@code
 *     model.safetensors}; deleted when several newer versions were loaded
 * @param model configuration, tokenizer and tensors read from the folder
 */
public record ServedModel(WeightsVersion version, Path folder, ModelFolder model) {}
