package io.headrace.learner.batch;

import io.headrace.schemas.Segment;
import java.util.List;

/**
 * How many versions the weights that sampled a trace are behind the weights at batch start.
 *
 * @param largest maximum over the tokens
 * @param mean mean over the tokens
 */
public record Staleness(long largest, double mean) {

  /** Of a trace without a trained token that was sampled. */
  public static final Staleness NONE = new Staleness(0, 0);

  /**
   * Measures the segments of a trace that are trained on; {@link #NONE} where none is.
   *
   * @param segments the version and number of tokens of each
   * @param version the version at batch start
   */
  public static Staleness of(List<Segment> segments, long version) {
    long largest = Long.MIN_VALUE;
    double sum = 0;
    long tokens = 0;
    for (Segment segment : segments) {
      if (!TrainedTokens.isTrained(segment)) {
        continue;
      }
      long behind = version - segment.getWeightsVersion();
      largest = Math.max(largest, behind);
      sum += (double) behind * segment.getTokens();
      tokens += segment.getTokens();
    }
    return tokens == 0 ? NONE : new Staleness(largest, sum / tokens);
  }
}
