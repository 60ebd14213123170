/**
 * The rollout workers: they take requests from the {@code tasks} queue, sample them and write the
 * traces to {@code traces}.
 *
 * <p>{@link io.headrace.rollout.RolloutService} owns the threads: {@code TaskConsumer} takes
 * requests, {@code GroupSampler} submits them to a {@link
 * io.headrace.rollout.backend.RolloutBackend}, {@code WeightsUpdater} loads newer weights. Their
 * decisions are in {@link io.headrace.rollout.request}.
 */
@NullMarked
package io.headrace.rollout;

import org.jspecify.annotations.NullMarked;
