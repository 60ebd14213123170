package io.headrace.rollout;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.policy.folder.ModelFolder;

/**
 * A weights version that may be served: it was committed and its files were checked.
 *
 * @param version its number
 * @param model configuration, tokenizer and tensors
 */
record ServedModel(WeightsVersion version, ModelFolder model) {}
