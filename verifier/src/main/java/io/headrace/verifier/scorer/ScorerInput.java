package io.headrace.verifier.scorer;

/**
 * What a scorer looks at.
 *
 * @param prompt what the policy was asked
 * @param gold the gold answer in the form the scorer documents
 * @param response what the policy wrote, without the end-of-sequence token
 */
public record ScorerInput(String prompt, String gold, String response) {}
