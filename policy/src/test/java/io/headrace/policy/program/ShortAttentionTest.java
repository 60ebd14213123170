package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.headrace.policy.Architecture;
import io.headrace.policy.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Short rows take another attention kernel than long ones: both give the same numbers. */
class ShortAttentionTest {
  private static final int LONG = 100;
  private static final int SHORT = 60;
  private static final ModelConfig CONFIG =
      new ModelConfig(
          Architecture.LLAMA,
          11,
          16,
          24,
          2,
          4,
          2,
          4,
          128,
          1e-5,
          1e4,
          true,
          ModelConfig.AttentionBias.NONE,
          List.of());

  @SuppressWarnings("ArrayRecordComponent") // Read once, by the test that made it.
  private record Result(float[][] logProbs, float[] gradient) {}

  /** The log-prob of a token depends only on those before it, so a row may be cut. */
  @Test
  void aRowThatIsCutHasTheLogProbsOfTheWholeRow() {
    // Given
    List<int[]> rows = rows();
    List<int[]> cut = rows.stream().map(row -> Arrays.copyOf(row, SHORT)).toList();
    // When
    Result whole = run(rows);
    Result part = run(cut);
    // Then
    for (int row = 0; row < rows.size(); row++) {
      assertThat(part.logProbs()[row])
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(Arrays.copyOf(whole.logProbs()[row], SHORT - 1));
    }
    assertThat(Difference.relative(part.gradient(), whole.gradient())).isLessThan(1e-4);
  }

  private static List<int[]> rows() {
    SplittableRandom random = new SplittableRandom(3);
    List<int[]> rows = new ArrayList<>();
    for (int row = 0; row < 3; row++) {
      rows.add(random.ints(LONG, 0, CONFIG.vocabularySize()).toArray());
    }
    return rows;
  }

  /** Log-probs, and the gradient of the sum of those that both lengths have. */
  private static Result run(List<int[]> rows) {
    TokenBatch batch = TokenBatch.rightPadded(rows);
    float[] temperatures = {1, 0.7f, 1};
    try (PolicyProgram program = PolicyProgram.load(CONFIG, TinyModel.FLOAT32);
        PolicyParameters parameters = program.parameters(5);
        NDManager scope = program.newScope()) {
      parameters.requireGradients(true);
      NDArray logProbs;
      try (Gradients gradients = Gradients.record()) {
        logProbs = program.logProbs(scope, parameters, batch, temperatures);
        gradients.backward(logProbs.get(":, :" + (SHORT - 1)).sum());
      }
      float[] gradient = parameters.arrays().get(2).getGradient().toFloatArray();
      return new Result(HostArrays.floatRows(logProbs), gradient);
    }
  }
}
