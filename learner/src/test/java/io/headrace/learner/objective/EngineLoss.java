package io.headrace.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import io.headrace.learner.objective.evaluation.CaseEvaluation;
import io.headrace.learner.objective.evaluation.CaseResult;

/** Checks what the engine computes for a batch against a number and the twin. */
final class EngineLoss {

  private EngineLoss() {}

  /** Loss and gradient in float64. */
  static CaseResult exact(Objective objective, TwinBatch batch) {
    return CaseEvaluation.of(objective, batch.lossCase(), DataType.FLOAT64);
  }

  /** Loss and gradient in float32, as training computes them. */
  static CaseResult single(Objective objective, TwinBatch batch) {
    return CaseEvaluation.of(objective, batch.lossCase(), DataType.FLOAT32);
  }

  /**
   * The twin and the engine in float64 give the loss within 1e-6, the engine in float32 within 1e-4
   * of its size, and the gradients agree with the twin's.
   */
  static void assertLoss(double expected, Objective objective, TwinBatch batch) {
    assertThat(batch.loss(objective)).isCloseTo(expected, within(1e-6 * scale(expected)));
    CaseResult exact = exact(objective, batch);
    assertThat(exact.loss()).isCloseTo(expected, within(1e-6 * scale(expected)));
    assertGradient(exact, batch.gradient(objective), 1e-6);
    CaseResult single = single(objective, batch);
    assertThat(single.loss()).isCloseTo(expected, within(1e-4 * Math.abs(expected) + 1e-6));
    assertGradient(single, batch.gradient(objective), 1e-4);
  }

  /** The engine's gradient is the expected one, within a tolerance that grows with its size. */
  static void assertGradient(CaseResult result, double[][] expected, double tolerance) {
    for (int row = 0; row < expected.length; row++) {
      for (int token = 0; token < expected[row].length; token++) {
        double wanted = expected[row][token];
        assertThat(result.gradient()[row][token])
            .isCloseTo(wanted, within(tolerance * scale(wanted)));
      }
    }
  }

  private static double scale(double value) {
    return Math.max(1, Math.abs(value));
  }
}
