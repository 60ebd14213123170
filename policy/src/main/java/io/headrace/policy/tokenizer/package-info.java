/**
 * Tokenizers defined by Hugging Face's {@code tokenizer.json}.
 *
 * <p>{@link io.headrace.policy.tokenizer.Tokenizer} has two implementations: the character
 * tokenizer of models trained from scratch, in plain Java, and DJL's binding of the Hugging Face
 * library for all other files. {@link io.headrace.policy.tokenizer.TokenizerFile} selects one.
 */
@NullMarked
package io.headrace.policy.tokenizer;

import org.jspecify.annotations.NullMarked;
