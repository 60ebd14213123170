/**
 * The interface between a rollout worker and an inference engine: {@link
 * io.headrace.rollout.backend.RolloutBackend}. It contains requests, samples and weights versions,
 * but not the engine's batching and key-value cache.
 */
@NullMarked
package io.headrace.rollout.backend;

import org.jspecify.annotations.NullMarked;
