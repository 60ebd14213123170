package io.headrace.pipeline.weights;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.WeightsManifest;
import java.nio.file.Path;

/**
 * A weights version in a folder, its files verified against the manifest.
 *
 * @param version the version
 * @param manifest the learner's description of it
 * @param folder a model folder in Hugging Face layout; a downloaded one is removed when the third
 *     newer version is stored, one in the shared folder when the learner prunes it
 */
public record WeightsBundle(WeightsVersion version, WeightsManifest manifest, Path folder) {}
