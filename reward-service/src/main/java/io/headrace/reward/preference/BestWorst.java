package io.headrace.reward.preference;

import static io.headrace.reward.preference.ScoredResponse.BY_SAMPLE;
import static io.headrace.reward.preference.ScoredResponse.BY_SCORE;

import java.util.Collections;
import java.util.List;

/**
 * Selects one pair per group: the response with the highest score over the one with the lowest. Of
 * equal scores the first sample is taken, so that the length of a response has no influence.
 *
 * @param minMargin minimum score gap; equal scores never give a pair
 */
public record BestWorst(double minMargin) implements PairRule {

  /** Rejects a margin that is negative or not finite. */
  public BestWorst {
    if (!(minMargin >= 0) || Double.isInfinite(minMargin)) {
      throw new IllegalArgumentException("minMargin is at least 0, found " + minMargin);
    }
  }

  @Override
  public String name() {
    return "best-worst";
  }

  @Override
  public PairSelection select(List<ScoredResponse> responses) {
    if (responses.size() < 2) {
      return PairSelection.none(NoPairReason.FEWER_THAN_TWO_SCORED);
    }
    ScoredResponse best = Collections.min(responses, BY_SCORE.reversed().thenComparing(BY_SAMPLE));
    ScoredResponse worst = Collections.min(responses, BY_SCORE.thenComparing(BY_SAMPLE));
    ResponsePair pair = new ResponsePair(best, worst);
    if (pair.margin() == 0) {
      return PairSelection.none(NoPairReason.EQUAL_SCORES);
    }
    return pair.margin() < minMargin
        ? PairSelection.none(NoPairReason.SMALL_MARGIN)
        : new PairSelection.Selected(List.of(pair));
  }
}
