package io.headrace.reward.preference;

import static io.headrace.reward.preference.ScoredResponse.BY_LENGTH;
import static io.headrace.reward.preference.ScoredResponse.BY_SAMPLE;

import java.util.List;
import java.util.Optional;

/**
 * Selects the pairs of long2short DPO (Kimi k1.5, arXiv 2501.12599, section 2.4): the shortest
 * correct response over each longer wrong one, and over each correct one of at least {@code
 * lengthFactor} times its length.
 *
 * @param correctScore minimum score of a correct response
 * @param lengthFactor minimum length of a correct rejected response relative to the chosen one,
 *     more than 1
 */
public record ShortestCorrect(double correctScore, double lengthFactor) implements PairRule {

  /** The length factor of the paper. */
  public static final double LENGTH_FACTOR = 1.5;

  /** Rejects a score that is not finite and a factor of 1 or less. */
  public ShortestCorrect {
    if (!Double.isFinite(correctScore)) {
      throw new IllegalArgumentException("correctScore must be finite, found " + correctScore);
    }
    if (!(lengthFactor > 1) || Double.isInfinite(lengthFactor)) {
      throw new IllegalArgumentException("lengthFactor is more than 1, found " + lengthFactor);
    }
  }

  @Override
  public String name() {
    return "shortest-correct";
  }

  /** The pairs, by sample number of the rejected response. */
  @Override
  public PairSelection select(List<ScoredResponse> responses) {
    if (responses.size() < 2) {
      return PairSelection.none(NoPairReason.FEWER_THAN_TWO_SCORED);
    }
    Optional<ScoredResponse> shortest =
        responses.stream().filter(this::isCorrect).min(BY_LENGTH.thenComparing(BY_SAMPLE));
    return shortest
        .map(chosen -> rejections(chosen, responses))
        .orElse(PairSelection.none(NoPairReason.NO_CORRECT_RESPONSE));
  }

  private PairSelection rejections(ScoredResponse chosen, List<ScoredResponse> responses) {
    List<ResponsePair> pairs =
        responses.stream()
            .filter(other -> isRejected(other, chosen))
            .sorted(BY_SAMPLE)
            .map(rejected -> new ResponsePair(chosen, rejected))
            .toList();
    return pairs.isEmpty()
        ? PairSelection.none(NoPairReason.NO_LONGER_RESPONSE)
        : new PairSelection.Selected(pairs);
  }

  private boolean isRejected(ScoredResponse other, ScoredResponse chosen) {
    return isCorrect(other)
        ? other.tokens() >= lengthFactor * chosen.tokens()
        : other.tokens() > chosen.tokens();
  }

  private boolean isCorrect(ScoredResponse response) {
    return response.score() >= correctScore;
  }
}
