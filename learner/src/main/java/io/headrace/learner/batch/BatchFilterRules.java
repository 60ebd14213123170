package io.headrace.learner.batch;

/**
 * Which groups a step trains on.
 *
 * @param maxStaleness the stalest token a trace may hold, in versions behind the batch's start (the
 *     bound eta)
 * @param mixedRewards whether a group whose rewards are all equal is passed over; its policy term
 *     has gradient zero
 * @param maxTokens the longest prompt and response together that is trained on
 * @param vocabulary how many token ids the model knows
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
