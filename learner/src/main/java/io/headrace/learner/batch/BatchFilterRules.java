package io.headrace.learner.batch;

/**
 * Which groups a step trains on.
 *
 * @param maxStaleness maximum staleness of a trained token, in versions behind the batch's start
 *     (the bound eta)
 * @param mixedRewards whether a group whose rewards are all equal is skipped; the gradient of its
 *     policy loss is zero
 * @param maxTokens maximum length of prompt and response together
 * @param vocabulary vocabulary size of the model
 */
public record BatchFilterRules(
    long maxStaleness, boolean mixedRewards, int maxTokens, int vocabulary) {

  /** Checks the bounds. */
  public BatchFilterRules {
    if (maxStaleness < 0 || maxTokens < 2 || vocabulary < 1) {
      throw new IllegalArgumentException(
          "maxStaleness must be at least 0, maxTokens at least 2, vocabulary at least 1: %d, %d, %d"
              .formatted(maxStaleness, maxTokens, vocabulary));
    }
  }
}
