/**
 * The built-in rollout backend: decoders of {@link io.headrace.policy.generation}, each on a thread
 * of its own with its own copy of the weights.
 */
@NullMarked
package io.headrace.rollout.builtin;

import org.jspecify.annotations.NullMarked;
