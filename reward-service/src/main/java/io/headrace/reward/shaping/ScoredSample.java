package io.headrace.reward.shaping;

/**
 * The properties of a scored trace that shaping uses.
 *
 * @param score mean of the scorers' scores, 0 to 1
 * @param tokens length of the response in tokens, the end-of-sequence token included
 */
public record ScoredSample(double score, int tokens) {

  /** Rejects scores that are not finite and negative lengths. */
  public ScoredSample {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("the score of a sample must be finite, found " + score);
    }
    if (tokens < 0) {
      throw new IllegalArgumentException("the length of a sample is at least 0, found " + tokens);
    }
  }
}
