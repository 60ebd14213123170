/**
 * Text to token ids and back, as the Hugging Face file {@code tokenizer.json} describes it.
 *
 * <p>Two kinds stand behind {@link io.headrace.policy.tokenizer.Tokenizer}: the character tokenizer
 * of models trained from scratch, in plain Java, and DJL's binding of the Hugging Face library for
 * every other file. {@link io.headrace.policy.tokenizer.TokenizerFile} tells them apart.
 */
@NullMarked
package io.headrace.policy.tokenizer;

import org.jspecify.annotations.NullMarked;
