package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Parameters are arguments: no call changes the results of the next. */
class FunctionalPurityTest {
  private static final TokenBatch BATCH =
      TokenBatch.rightPadded(List.of(new int[] {1, 2, 3, 4, 5}, new int[] {6, 7, 8}));
  private static final float[] TEMPERATURES = {1, 0.7f};

  @Test
  void aSecondModelDoesNotChangeTheResultsOfTheFirst() {
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters a = program.parameters(TinyModel.weights(1));
        PolicyParameters b = program.parameters(TinyModel.weights(2))) {
      // When
      float[][] before = program.logProbValues(a, BATCH, TEMPERATURES);
      float[][] other = program.logProbValues(b, BATCH, TEMPERATURES);
      float[][] after = program.logProbValues(a, BATCH, TEMPERATURES);
      // Then
      assertThat(after).isDeepEqualTo(before);
      assertThat(other[0]).isNotEqualTo(before[0]);
    }
  }

  @Test
  void aNeighbourAndItsPaddingDoNotChangeARow() {
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters parameters = program.parameters(TinyModel.weights(1))) {
      // When
      float[][] together = program.logProbValues(parameters, BATCH, TEMPERATURES);
      float[][] alone =
          program.logProbValues(
              parameters, TokenBatch.rightPadded(List.of(new int[] {6, 7, 8})), new float[] {0.7f});
      // Then
      assertThat(together[1][0]).isCloseTo(alone[0][0], within());
      assertThat(together[1][1]).isCloseTo(alone[0][1], within());
    }
  }

  private static Offset<Float> within() {
    return Offset.offset(1e-6f);
  }
}
