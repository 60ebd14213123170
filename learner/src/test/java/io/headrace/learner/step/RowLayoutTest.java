package io.headrace.learner.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.learner.batch.Staleness;
import io.headrace.learner.batch.TrainingTrace;
import io.headrace.learner.packing.MicroBatch;
import io.headrace.policy.program.TokenBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the tokens of a micro-batch stand: two traces, the second one chosen first. */
class RowLayoutTest {

  private static final TrainingTrace SHORT = trace(0.5, new int[] {7}, 8, 9);
  private static final TrainingTrace LONG = trace(1, new int[] {1, 2, 3}, 4, 5);
  private static final RowLayout LAYOUT =
      RowLayout.of(new MicroBatch(List.of(1, 0), 6), List.of(SHORT, LONG));

  @Test
  void eachRowHoldsPromptResponseAndPaddingOnTheRight() {
    // When
    TokenBatch tokens = LAYOUT.tokens();

    // Then
    assertThat(tokens.tokens()).containsExactly(1, 2, 3, 4, 5, 0, 7, 8, 9, 0, 0, 0);
    assertThat(tokens.starts()).containsExactly(0, 0);
    assertThat(tokens.ends()).containsExactly(5, 3);
  }

  @Test
  void theMaskCoversTheResponseAndNeitherPromptNorPadding() {
    // The log-prob of token t stands in column t - 1
    assertThat(LAYOUT.mask()).containsExactly(0, 0, 1, 1, 0, 1, 1, 0, 0, 0);
  }

  @Test
  void theMaskExcludesResponseTokensThatAreNotTrainedOn() {
    // Given
    TrainingTrace partly =
        new TrainingTrace(
            "t",
            new int[] {1},
            new int[] {2, 3, 4},
            new boolean[] {false, true, false},
            new float[3],
            1,
            1,
            Staleness.NONE);

    // Then
    assertThat(RowLayout.of(new MicroBatch(List.of(0), 5), List.of(partly)).mask())
        .containsExactly(0, 1, 0, 0);
  }

  @Test
  void valuesOfAResponseAreScatteredToItsMaskAndGatheredFromThere() {
    // When
    float[] cells = LAYOUT.scatter(List.of(new float[] {-1, -2}, new float[] {-3, -4}));

    // Then
    assertThat(cells).containsExactly(0, 0, -1, -2, 0, -3, -4, 0, 0, 0);
    assertThat(LAYOUT.gather(new float[] {10, 11, 12, 13, 14}, 0)).containsExactly(12, 13);
    assertThat(LAYOUT.gather(new float[] {10, 11, 12, 13, 14}, 1)).containsExactly(10, 11);
  }

  @Test
  void eachRowHasTheTemperatureThatItsTokensWereDrawnWith() {
    assertThat(LAYOUT.temperatures()).containsExactly(1, 0.5f);
  }

  private static TrainingTrace trace(double temperature, int[] prompt, int... response) {
    return new TrainingTrace(
        "t", prompt, response, new float[response.length], temperature, 1, Staleness.NONE);
  }
}
