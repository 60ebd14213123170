package io.headrace.learner.objective.valueloss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.headrace.policy.program.Gradients;
import org.junit.jupiter.api.Test;

/** The value loss against reference number E9 and by hand. */
class ClippedValueLossTest {

  private static final double[] VALUES = {.2, .5, -.1, .4, .7};
  private static final double[] RETURNS = {1, 1, 1, 1, 1};

  @Test
  void unchangedValuesHaveTheSquaredErrorWhateverTheClip() {
    for (double clip : new double[] {0.2, Double.POSITIVE_INFINITY}) {
      Result result = evaluate(new ClippedValueLoss(clip), VALUES, VALUES, RETURNS);

      assertThat(result.loss() / 5).isCloseTo(0.255, within(1e-9));
      assertThat(result.gradient())
          .containsExactly(new double[] {-.8, -.5, -1.1, -.6, -.3}, within(1e-9));
    }
  }

  @Test
  void aChangeTowardsTheReturnBeyondTheClipHasNoGradient() {
    // Given returns 1, and values that moved from 0 to 0.5, to 0.1 and to -0.5
    double[] values = {0.5, 0.1, -0.5};

    // When
    Result result =
        evaluate(new ClippedValueLoss(0.2), values, new double[3], new double[] {1, 1, 1});

    // Then the first counts as 0.2, the second as it is, the third as it is: its error is larger
    assertThat(result.loss()).isCloseTo(0.5 * (0.64 + 0.81 + 2.25), within(1e-9));
    assertThat(result.gradient()).containsExactly(new double[] {0, -0.9, -1.5}, within(1e-9));
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Result(double loss, double[] gradient) {}

  private static Result evaluate(
      ClippedValueLoss loss, double[] values, double[] old, double[] returns) {
    try (NDManager scope = NDManager.newBaseManager("PyTorch");
        Gradients gradients = Gradients.record()) {
      ValueRows rows = ValueRows.of(scope, values, old, returns);
      NDArray total = loss.perTrace(rows).sum();
      gradients.backward(total);
      return new Result(total.getDouble(), rows.values().getGradient().toDoubleArray());
    }
  }
}
