package io.headrace.reward.shaping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Examples of the formula of Kimi k1.5, section 2.3.3. */
class LengthRewardTest {

  @Test
  void shortCorrectAnswersGainAndLongWrongAnswersLose() {
    assertThat(LengthReward.bonuses(samples(new int[] {100, 200, 300, 500}, 1, 0, 1, 0)))
        .containsExactly(0.5, 0, 0, -0.5);
    assertThat(LengthReward.bonuses(samples(new int[] {120, 180, 240, 240, 360}, 1, 1, 0, 1, 0)))
        .containsExactly(0.5, 0.25, 0, 0, -0.5);
  }

  @Test
  void equalLengthsGiveNoBonus() {
    assertThat(LengthReward.bonuses(samples(new int[] {7, 7, 7}, 1, 0, 1)))
        .containsExactly(0, 0, 0);
    assertThat(LengthReward.bonuses(List.of())).isEmpty();
  }

  @Test
  void theBonusIsAddedWithItsWeight() {
    // Given
    RewardShaping shaping = new LengthReward(0.2, 0);

    // When
    double[] rewards = shaping.shape(samples(new int[] {100, 200, 300, 500}, 1, 0, 1, 0), 0);

    // Then
    assertThat(rewards).containsExactly(1.1, 0, 1, -0.1);
  }

  @Test
  void theFirstGroupsOfARunHaveNoBonus() {
    // Given
    RewardShaping shaping = new LengthReward(1, 64);
    List<ScoredSample> samples = samples(new int[] {10, 20}, 1, 1);

    // Then
    assertThat(shaping.shape(samples, 63)).containsExactly(1, 1);
    assertThat(shaping.shape(samples, 64)).containsExactly(1.5, 0.5);
  }

  @Test
  void withWeightZeroRewardsEqualScores() {
    assertThat(new LengthReward(0, 0).shape(samples(new int[] {10, 20}, 1, 0), 5))
        .containsExactly(1, 0);
  }

  @Test
  void negativeValuesAreRejected() {
    assertThatThrownBy(() -> new LengthReward(-0.1, 0)).hasMessageContaining("at least 0");
    assertThatThrownBy(() -> new LengthReward(0.1, -1)).hasMessageContaining("at least 0 groups");
  }

  private static List<ScoredSample> samples(int[] tokens, double... scores) {
    return IntStream.range(0, tokens.length)
        .mapToObj(i -> new ScoredSample(scores[i], tokens[i]))
        .toList();
  }
}
