/**
 * Model folders in Hugging Face layout, in and out: {@code config.json}, tokenizer files and
 * safetensors weights, one file or shards with an index.
 *
 * <p>{@link io.headrace.policy.folder.ModelFolder} is the way in; below it is a strict safetensors
 * reader and writer in plain Java. Every fault of a folder is a {@link
 * io.headrace.policy.folder.ModelFormatException} of one sentence.
 */
@NullMarked
package io.headrace.policy.folder;

import org.jspecify.annotations.NullMarked;
