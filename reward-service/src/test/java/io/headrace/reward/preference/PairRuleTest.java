package io.headrace.reward.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.testkit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairRuleTest {

  private static final PairRule BEST_WORST = new BestWorst(0);
  private static final PairRule SHORTEST = new ShortestCorrect(1, ShortestCorrect.LENGTH_FACTOR);

  @Test
  void bestWorstPairsTheHighestScoreWithTheLowest() {
    assertThat(pairs(BEST_WORST, response(0, 0.5, 9), response(1, 0.25, 9), response(2, 1, 9)))
        .containsExactly("2>1 0.75");
  }

  @Test
  void bestWorstTakesTheFirstSampleOfEqualScoresWhateverItsLength() {
    assertThat(
            pairs(
                BEST_WORST,
                response(0, 0, 80),
                response(1, 1, 70),
                response(2, 1, 5),
                response(3, 0, 90)))
        .containsExactly("1>0 1.0");
  }

  @Test
  void bestWorstHasNoPairOfEqualScoresAndNoneBelowTheMinimumMargin() {
    assertThat(reason(BEST_WORST, response(0, 1, 3), response(1, 1, 4)))
        .isEqualTo(NoPairReason.EQUAL_SCORES);
    PairRule wide = new BestWorst(0.5);
    assertThat(reason(wide, response(0, 0.75, 3), response(1, 0.5, 4)))
        .isEqualTo(NoPairReason.SMALL_MARGIN);
    assertThat(pairs(wide, response(0, 0.75, 3), response(1, 0.25, 4))).containsExactly("0>1 0.5");
  }

  @Test
  void aRuleNeedsTwoScoredResponses() {
    for (PairRule rule : List.of(BEST_WORST, SHORTEST)) {
      assertThat(reason(rule)).isEqualTo(NoPairReason.FEWER_THAN_TWO_SCORED);
      assertThat(reason(rule, response(0, 1, 3))).isEqualTo(NoPairReason.FEWER_THAN_TWO_SCORED);
    }
  }

  /** Correct responses of 100, 140 and 151 tokens, wrong ones of 90 and 160. */
  @Test
  void shortestCorrectRejectsLongerWrongResponsesAndMuchLongerCorrectOnes() {
    assertThat(
            pairs(
                SHORTEST,
                response(0, 1, 140),
                response(1, 0, 90),
                response(2, 1, 100),
                response(3, 1, 151),
                response(4, 0, 160)))
        .containsExactly("2>3 0.0", "2>4 1.0");
  }

  @Test
  void shortestCorrectRejectsACorrectResponseOfExactlyTheFactorAndNoWrongOneOfEqualLength() {
    assertThat(pairs(SHORTEST, response(0, 1, 100), response(1, 1, 150), response(2, 0, 100)))
        .containsExactly("0>1 0.0");
  }

  @Test
  void shortestCorrectHasNoPairWithoutACorrectOrALongerResponse() {
    assertThat(reason(SHORTEST, response(0, 0, 3), response(1, 0.5, 9)))
        .isEqualTo(NoPairReason.NO_CORRECT_RESPONSE);
    assertThat(reason(SHORTEST, response(0, 1, 10), response(1, 1, 14), response(2, 0, 10)))
        .isEqualTo(NoPairReason.NO_LONGER_RESPONSE);
  }

  @Test
  void theOrderOfTheResponsesDoesNotMatter() {
    Seeds.forAll(
        300,
        random -> {
          // Given
          List<ScoredResponse> responses = new ArrayList<>();
          for (int sample = random.nextInt(0, 9); sample > 0; sample--) {
            responses.add(response(sample, random.nextInt(0, 3) / 2.0, random.nextInt(1, 6)));
          }
          List<ScoredResponse> shuffled = new ArrayList<>(responses);

          // When
          Collections.shuffle(shuffled, new Random(random.nextLong()));

          // Then
          for (PairRule rule : List.of(BEST_WORST, SHORTEST)) {
            assertThat(rule.select(shuffled)).isEqualTo(rule.select(responses));
          }
          BestOfK best = new BestOfK(0);
          assertThat(best.select(shuffled)).isEqualTo(best.select(responses));
        });
  }

  @Test
  void bestOfKTakesTheShortestOfTheBestThenTheFirstSample() {
    BestOfK best = new BestOfK(0.5);

    assertThat(
            best.select(
                List.of(
                    response(0, 1, 8), response(1, 0.5, 2), response(2, 1, 6), response(3, 1, 6))))
        .contains(response(2, 1, 6));
    assertThat(best.select(List.of(response(0, 0.25, 2)))).isEmpty();
    assertThat(best.select(List.of())).isEmpty();
  }

  @Test
  void unusableParametersAreRejected() {
    assertThatThrownBy(() -> new BestWorst(-0.1)).hasMessageContaining("minMargin");
    assertThatThrownBy(() -> new BestWorst(Double.NaN)).hasMessageContaining("minMargin");
    assertThatThrownBy(() -> new ShortestCorrect(1, 1)).hasMessageContaining("lengthFactor");
    assertThatThrownBy(() -> new ShortestCorrect(Double.NaN, 2))
        .hasMessageContaining("correctScore");
    assertThatThrownBy(() -> new BestOfK(Double.NaN)).hasMessageContaining("minScore");
  }

  private static ScoredResponse response(int sample, double score, int tokens) {
    return new ScoredResponse(sample, score, tokens);
  }

  /** Each pair as {@code chosen>rejected margin}. */
  private static List<String> pairs(PairRule rule, ScoredResponse... responses) {
    return switch (rule.select(List.of(responses))) {
      case PairSelection.Selected(var pairs) ->
          pairs.stream()
              .map(
                  pair ->
                      "%d>%d %s"
                          .formatted(
                              pair.chosen().sample(), pair.rejected().sample(), pair.margin()))
              .toList();
      case PairSelection.None(var reason) -> throw new AssertionError("no pair: " + reason);
    };
  }

  private static NoPairReason reason(PairRule rule, ScoredResponse... responses) {
    return switch (rule.select(List.of(responses))) {
      case PairSelection.Selected selected -> throw new AssertionError(selected);
      case PairSelection.None(var reason) -> reason;
    };
  }
}
