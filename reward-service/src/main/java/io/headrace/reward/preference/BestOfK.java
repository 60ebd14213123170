package io.headrace.reward.preference;

import static io.headrace.reward.preference.ScoredResponse.BY_LENGTH;
import static io.headrace.reward.preference.ScoredResponse.BY_SAMPLE;
import static io.headrace.reward.preference.ScoredResponse.BY_SCORE;

import java.util.List;
import java.util.Optional;

/**
 * Selects the demonstration of a group for rejection sampling (LLaMA-2, arXiv 2307.09288, section
 * 3.2.3): the response with the highest score; of equal scores the shortest, of equal lengths the
 * first sample. Pure.
 *
 * @param minScore minimum score of a demonstration
 */
public record BestOfK(double minScore) {

  /** Rejects a score that is not finite. */
  public BestOfK {
    if (!Double.isFinite(minScore)) {
      throw new IllegalArgumentException("minScore must be finite, found " + minScore);
    }
  }

  /**
   * The best response; empty when none has the minimum score.
   *
   * @param responses the responses of a group that have a score
   */
  public Optional<ScoredResponse> select(List<ScoredResponse> responses) {
    return responses.stream()
        .filter(response -> response.score() >= minScore)
        .min(BY_SCORE.reversed().thenComparing(BY_LENGTH).thenComparing(BY_SAMPLE));
  }
}
