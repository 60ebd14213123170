package io.headrace.policy.generation;

/**
 * Consecutive tokens of a sample that were drawn with one weights version.
 *
 * @param weightsVersion the version
 * @param tokens number of tokens, at least 1
 */
public record WeightsSegment(long weightsVersion, int tokens) {}
