/**
 * What a rollout worker asks of an inference engine: {@link
 * io.headrace.rollout.backend.RolloutBackend}. Requests, samples and weights versions, above the
 * engine's batching and key-value cache.
 */
@NullMarked
package io.headrace.rollout.backend;

import org.jspecify.annotations.NullMarked;
