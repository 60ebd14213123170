package io.headrace.pipeline.weights;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.WeightsManifest;
import java.nio.file.Path;

/**
 * A weights version whose files were checked against the manifest and lie in a folder.
 *
 * @param version its number
 * @param manifest what the learner said of it
 * @param folder a model folder in Hugging Face layout; stays until two newer versions came
 */
public record WeightsBundle(WeightsVersion version, WeightsManifest manifest, Path folder) {}
