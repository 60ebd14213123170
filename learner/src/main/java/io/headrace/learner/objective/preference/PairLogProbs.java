package io.headrace.learner.objective.preference;

import ai.djl.ndarray.NDArray;

/**
 * Log-probs of P pairs of responses, each [P], summed over the response tokens, nats. Used by one
 * thread; the arrays belong to the caller.
 *
 * @param chosen of the preferred responses under the current weights; carries gradient
 * @param rejected of the other responses under the current weights; carries gradient
 * @param referenceChosen of the preferred responses under the reference model
 * @param referenceRejected of the other responses under the reference model
 * @param chosenTokens number of tokens of the preferred responses
 */
public record PairLogProbs(
    NDArray chosen,
    NDArray rejected,
    NDArray referenceChosen,
    NDArray referenceRejected,
    NDArray chosenTokens) {

  /** [P] the margin of the implicit rewards before the factor beta. */
  public NDArray margin() {
    return chosen.sub(referenceChosen).sub(rejected.sub(referenceRejected));
  }
}
