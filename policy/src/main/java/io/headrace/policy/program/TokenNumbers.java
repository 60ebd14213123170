package io.headrace.policy.program;

/**
 * What one forward pass gives per token, as plain numbers, {@code [rows][columns - 1]}: column t
 * belongs to token t + 1.
 *
 * @param logProbs log-prob of the token given those before it, nats
 * @param values what a scalar head gives for the state before the token
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenNumbers(float[][] logProbs, float[][] values) {}
