package io.headrace.verifier.scorer;

/**
 * Input of a scorer.
 *
 * @param prompt the prompt of the task
 * @param gold the gold answer in the form the scorer documents
 * @param response the text of the response, without the end-of-sequence token
 */
public record ScorerInput(String prompt, String gold, String response) {}
