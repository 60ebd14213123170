package io.headrace.learner.objective;

import ai.djl.ndarray.NDArray;

/**
 * The rows of one micro-batch as an objective sees them; B traces, T positions, float32.
 *
 * <p>Owns nothing: the arrays belong to the step's manager.
 *
 * @param logProbs [B, T] log-prob of each token under the current weights, nats; carries gradient
 * @param reference [B, T] the same under the reference weights; zeros when the objective does not
 *     use it
 * @param mask [B, T] 1 where a response token stands, 0 on prompt and padding
 * @param advantage [B] {@link TraceAdvantage#advantage}
 * @param weight [B] {@link TraceAdvantage#weight}
 */
public record TraceRows(
    NDArray logProbs, NDArray reference, NDArray mask, NDArray advantage, NDArray weight) {}
