/**
 * Reading and writing of model folders in Hugging Face layout: {@code config.json}, tokenizer files
 * and safetensors weights, one file or shards with an index.
 *
 * <p>{@link io.headrace.policy.folder.ModelFolder} is the entry point; below it is a strict
 * safetensors reader and writer in plain Java. An unusable folder is reported by a {@link
 * io.headrace.policy.ModelFormatException} with one sentence.
 */
@NullMarked
package io.headrace.policy.folder;

import org.jspecify.annotations.NullMarked;
