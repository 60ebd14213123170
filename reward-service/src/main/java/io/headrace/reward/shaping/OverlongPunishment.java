package io.headrace.reward.shaping;

import java.util.List;

/**
 * The soft overlong punishment of DAPO (arXiv 2503.14476, equation 13), added to the score of each
 * sample:
 *
 * <pre>
 * punishment(i) = 0                                          length(i) <= limit - buffer
 *               = ((limit - buffer) - length(i)) / buffer    limit - buffer < length(i) <= limit
 *               = -1                                         length(i) > limit
 * reward(i)     = score(i) + weight * punishment(i)
 * </pre>
 *
 * @param limit longest response in tokens
 * @param buffer tokens before the limit over which the punishment grows, above 0 and at most limit
 * @param weight factor of the punishment, at least 0; 0 switches it off
 */
public record OverlongPunishment(int limit, int buffer, double weight) implements RewardShaping {

  /** Checks the ranges. */
  public OverlongPunishment {
    if (buffer <= 0 || buffer > limit) {
      throw new IllegalArgumentException(
          "the buffer of the overlong punishment is above 0 and at most the limit %d, found %d"
              .formatted(limit, buffer));
    }
    if (!Double.isFinite(weight) || weight < 0) {
      throw new IllegalArgumentException(
          "the weight of the overlong punishment is a number of at least 0, found " + weight);
    }
  }

  @Override
  public double[] shape(List<ScoredSample> samples, long group) {
    return samples.stream()
        .mapToDouble(sample -> sample.score() + weight * punishment(sample.tokens()))
        .toArray();
  }

  /** The punishment of a length before the weight, in [-1, 0]. */
  double punishment(int tokens) {
    int expected = limit - buffer;
    if (tokens <= expected) {
      return 0;
    }
    return tokens > limit ? -1 : (double) (expected - tokens) / buffer;
  }
}
