package io.headrace.learner.batch;

import io.headrace.schemas.Segment;
import io.headrace.schemas.TokenSource;
import java.util.Arrays;
import java.util.List;

/** Which tokens of a trace are trained on, by its segments. */
final class TrainedTokens {

  private TrainedTokens() {}

  /** Whether the policy sampled the tokens of a segment and they are trained on. */
  static boolean isTrained(Segment segment) {
    return segment.getSource() == TokenSource.MODEL && segment.getTrained();
  }

  /** Whether any token of the segments is trained on. */
  static boolean any(List<Segment> segments) {
    return segments.stream().anyMatch(TrainedTokens::isTrained);
  }

  /** How many tokens of a mask are trained on. */
  static int count(boolean[] mask) {
    int count = 0;
    for (boolean trained : mask) {
      count += trained ? 1 : 0;
    }
    return count;
  }

  /**
   * The mask of a trace.
   *
   * @param segments at least 1 token each
   * @return per response token, whether it is trained on; as long as the segments together
   */
  static boolean[] mask(List<Segment> segments) {
    boolean[] mask = new boolean[segments.stream().mapToInt(Segment::getTokens).sum()];
    int start = 0;
    for (Segment segment : segments) {
      Arrays.fill(mask, start, start + segment.getTokens(), isTrained(segment));
      start += segment.getTokens();
    }
    return mask;
  }
}
