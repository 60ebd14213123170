/**
 * The rollout workers: requests from the {@code tasks} queue in, sampled traces on {@code traces}
 * out.
 *
 * <p>{@link io.headrace.rollout.RolloutService} owns the threads: {@code TaskConsumer} takes
 * requests, {@code GroupSampler} has them sampled by a {@link
 * io.headrace.rollout.backend.RolloutBackend}, {@code WeightsUpdater} loads newer weights. Their
 * decisions are in {@link io.headrace.rollout.request}.
 */
@NullMarked
package io.headrace.rollout;

import org.jspecify.annotations.NullMarked;
