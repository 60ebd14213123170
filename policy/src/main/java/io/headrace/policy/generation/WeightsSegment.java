package io.headrace.policy.generation;

/**
 * Consecutive tokens of a sample that one version of the weights drew.
 *
 * @param weightsVersion the version
 * @param tokens how many tokens, at least 1
 */
public record WeightsSegment(long weightsVersion, int tokens) {}
