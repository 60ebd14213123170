package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;

/**
 * What one forward pass gives per token, differentiable in the parameters. The arrays belong to the
 * scope of the pass.
 *
 * @param logProbs [B, T-1] float32: column t is the log-prob of token t + 1 given those before it
 * @param states [B, T, D] float32: hidden states after the final norm, what heads are applied to
 */
public record TokenOutputs(NDArray logProbs, NDArray states) {}
