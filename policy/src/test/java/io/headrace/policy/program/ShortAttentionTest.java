package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.headrace.policy.Architecture;
import io.headrace.policy.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Short and long rows use different attention kernels, with the same results. */
class ShortAttentionTest {
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
          256,
          1e-5,
          1e4,
          true,
          ModelConfig.AttentionBias.NONE,
          List.of());

  @SuppressWarnings("ArrayRecordComponent") // Read once, by the test that made it.
  private record Result(float[][] logProbs, float[] gradient) {}

  /** The log-prob of a token depends only on those before it, so a row may be cut. */
  @ParameterizedTest(name = "{0}, {1} and {2} tokens")
  @CsvSource({"FLOAT32, 100, 60, 1e-5, 1e-4", "BFLOAT16, 150, 100, 0.03, 0.03"})
  void aRowThatIsCutHasTheLogProbsOfTheWholeRow(
      Precision precision, int length, int shorter, float logProbError, double gradientError) {
    // Given
    List<int[]> rows = rows(length);
    List<int[]> cut = rows.stream().map(row -> Arrays.copyOf(row, shorter)).toList();
    // When
    Result whole = run(precision, rows, shorter);
    Result part = run(precision, cut, shorter);
    // Then
    for (int row = 0; row < rows.size(); row++) {
      assertThat(part.logProbs()[row])
          .usingComparatorWithPrecision(logProbError)
          .containsExactly(Arrays.copyOf(whole.logProbs()[row], shorter - 1));
    }
    assertThat(Difference.relative(part.gradient(), whole.gradient())).isLessThan(gradientError);
  }

  private static List<int[]> rows(int length) {
    SplittableRandom random = new SplittableRandom(3);
    List<int[]> rows = new ArrayList<>();
    for (int row = 0; row < 3; row++) {
      rows.add(random.ints(length, 0, CONFIG.vocabularySize()).toArray());
    }
    return rows;
  }

  /** Log-probs, and the gradient of the sum of the first ones of each row. */
  private static Result run(Precision precision, List<int[]> rows, int first) {
    TokenBatch batch = TokenBatch.rightPadded(rows);
    float[] temperatures = {1, 0.7f, 1};
    try (PolicyProgram program = load(precision);
        PolicyParameters parameters = program.parameters(5);
        NDManager scope = program.newScope()) {
      parameters.requireGradients(true);
      NDArray logProbs;
      try (Gradients gradients = Gradients.record()) {
        logProbs = program.logProbs(scope, parameters, batch, temperatures);
        gradients.backward(logProbs.get(":, :" + (first - 1)).sum());
      }
      float[] gradient = parameters.arrays().get(2).getGradient().toFloatArray();
      return new Result(HostArrays.floatRows(logProbs), gradient);
    }
  }

  private static PolicyProgram load(Precision precision) {
    return PolicyProgram.load(CONFIG, precision, Device.cpu(), 1);
  }
}
