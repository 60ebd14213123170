/**
 * Sampling many sequences at once: continuous batching over the slots of a key-value cache.
 *
 * <p>{@link io.headrace.policy.generation.Decoder} is the entry point. The bookkeeping (slots, stop
 * strings, repetition, segments, random numbers) is plain Java; the computation is behind {@link
 * io.headrace.policy.generation.DecodeEngine}.
 */
@NullMarked
package io.headrace.policy.generation;

import org.jspecify.annotations.NullMarked;
