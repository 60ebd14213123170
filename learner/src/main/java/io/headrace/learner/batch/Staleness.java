package io.headrace.learner.batch;

import io.headrace.schemas.Segment;
import java.util.List;

/**
 * How far the weights that drew a trace lie behind the weights that a batch starts from, in
 * versions.
 *
 * @param largest the stalest token's
 * @param mean mean over the tokens
 */
public record Staleness(long largest, double mean) {

  /** Of a trace without a trained token that any weights drew. */
  public static final Staleness NONE = new Staleness(0, 0);

  /**
   * Measures the segments of a trace that are trained on; {@link #NONE} where none is.
   *
   * @param segments which version drew how many tokens
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
