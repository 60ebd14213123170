package io.headrace.verifier.scorer;

import java.util.List;

/**
 * Input of a group scorer.
 *
 * @param prompt the prompt of all responses
 * @param gold the gold answer in the form that the scorer documents
 * @param responses of the policy in the order of their samples, without end-of-sequence tokens
 */
public record GroupInput(String prompt, String gold, List<String> responses) {

  public GroupInput {
    responses = List.copyOf(responses);
  }
}
