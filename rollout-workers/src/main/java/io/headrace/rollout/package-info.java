/**
 * The rollout workers: requests from the {@code tasks} queue in, sampled traces on {@code traces}
 * out.
 *
 * <p>{@link io.headrace.rollout.RolloutService} owns the threads: {@code TaskConsumer} takes
 * requests, {@code DecoderThread} samples them, {@code WeightsUpdater} brings newer weights. What
 * they decide stands in plain Java: {@code RequestIntake}, {@code Lease}, {@code GroupJob}, {@code
 * TokenRate}.
 */
@NullMarked
package io.headrace.rollout;

import org.jspecify.annotations.NullMarked;
