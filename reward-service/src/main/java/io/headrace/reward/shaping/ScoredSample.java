package io.headrace.reward.shaping;

/**
 * What shaping may look at in one scored trace.
 *
 * @param score mean of the scorers' scores, 0 to 1
 * @param tokens length of the response in tokens, the end-of-sequence token included
 */
public record ScoredSample(double score, int tokens) {

  /** Refuses scores that are not numbers and negative lengths. */
  public ScoredSample {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("the score of a sample must be finite, found " + score);
    }
    if (tokens < 0) {
      throw new IllegalArgumentException("the length of a sample is at least 0, found " + tokens);
    }
  }
}
