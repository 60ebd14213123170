package io.headrace.reward.preference;

import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The properties of a scored trace by which responses are compared.
 *
 * @param sample number of the sample in its group
 * @param score weighted mean of its verdicts
 * @param tokens length of the response in tokens, the end-of-sequence token included
 */
public record ScoredResponse(int sample, double score, int tokens) {

  static final Comparator<ScoredResponse> BY_SCORE =
      Comparator.comparingDouble(ScoredResponse::score);
  static final Comparator<ScoredResponse> BY_LENGTH =
      Comparator.comparingInt(ScoredResponse::tokens);
  static final Comparator<ScoredResponse> BY_SAMPLE =
      Comparator.comparingInt(ScoredResponse::sample);

  /** The traces of a group that have a score, in their order. */
  public static List<ScoredResponse> of(ScoredGroup group) {
    List<ScoredResponse> responses = new ArrayList<>();
    for (ScoredTrace traced : group.getTraces()) {
      Double score = traced.getScore();
      if (score != null) {
        int tokens = traced.getTrace().getTokens().size();
        responses.add(new ScoredResponse(traced.getTrace().getSample(), score, tokens));
      }
    }
    return responses;
  }
}
