package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fused update is AdamW (Loshchilov and Hutter, algorithm 2) behind a clipped gradient. */
class AdamWTest {
  private static final TokenBatch BATCH =
      TokenBatch.rightPadded(List.of(new int[] {1, 2, 3, 4, 5}, new int[] {6, 7, 8, 9, 10}));

  @Test
  void threeStepsEqualTheNaiveTwin() {
    // Given
    AdamWSettings settings = new AdamWSettings(0.01, 0.9, 0.95, 1e-8, 0.1, 0.05);
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters parameters = program.parameters(TinyModel.weights(1));
        OptimizerState optimizer = program.optimizer()) {
      parameters.requireGradients(true);
      NaiveAdamW twin = new NaiveAdamW(copy(parameters), settings);
      for (int step = 1; step <= 3; step++) {
        backward(program, parameters, 1);
        double expectedNorm = twin.step(parameters.arrays(), gradients(parameters));
        // When
        double norm = program.update(parameters, optimizer, settings);
        // Then
        assertThat(norm / expectedNorm).isBetween(1 - 1e-5, 1 + 1e-5);
        assertThat(norm).isGreaterThan(settings.maxGradientNorm());
        for (int i = 0; i < parameters.names().size(); i++) {
          assertThat(
                  Difference.largest(
                      parameters.arrays().get(i).toFloatArray(), twin.weights().get(i)))
              .as(parameters.names().get(i))
              .isLessThan(1e-6);
        }
      }
      assertThat(optimizer.steps()).isEqualTo(3);
    }
  }

  @Test
  void aGradientThatIsNotFiniteChangesNothingAndIsCleared() {
    // Given
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters parameters = program.parameters(TinyModel.weights(1));
        OptimizerState optimizer = program.optimizer()) {
      parameters.requireGradients(true);
      String before = parameters.sha256();
      backward(program, parameters, Float.NaN);
      // When
      double norm = program.update(parameters, optimizer, AdamWSettings.of(0.1));
      // Then
      assertThat(norm).isNaN();
      assertThat(parameters.sha256()).isEqualTo(before);
      assertThat(optimizer.steps()).isZero();
      backward(program, parameters, 1);
      assertThat(program.update(parameters, optimizer, AdamWSettings.of(0.1))).isFinite();
      assertThat(parameters.sha256()).isNotEqualTo(before);
    }
  }

  @Test
  void aRestoredStateContinuesWithTheSameBits() {
    // Given
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters parameters = program.parameters(TinyModel.weights(1));
        OptimizerState optimizer = program.optimizer()) {
      parameters.requireGradients(true);
      step(program, parameters, optimizer);
      try (PolicyParameters copy = program.parameters(parameters.toTensors());
          OptimizerState restored = program.optimizer()) {
        copy.requireGradients(true);
        restored.restore(optimizer.toTensors(), optimizer.steps());
        // When
        step(program, parameters, optimizer);
        step(program, copy, restored);
        // Then
        assertThat(copy.sha256()).isEqualTo(parameters.sha256());
      }
    }
  }

  private static void step(PolicyProgram program, PolicyParameters parameters, OptimizerState o) {
    backward(program, parameters, 1);
    program.update(parameters, o, AdamWSettings.of(0.01));
  }

  private static void backward(PolicyProgram program, PolicyParameters parameters, float factor) {
    try (NDManager scope = program.newScope();
        GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray logProbs = program.logProbs(scope, parameters, BATCH, new float[] {1, 1});
      collector.backward(logProbs.mean().mul(-factor));
    }
  }

  private static List<float[]> copy(PolicyParameters parameters) {
    return new ArrayList<>(parameters.arrays().stream().map(NDArray::toFloatArray).toList());
  }

  private static List<float[]> gradients(PolicyParameters parameters) {
    List<float[]> gradients = new ArrayList<>();
    for (NDArray array : parameters.arrays()) {
      try (NDArray gradient = array.getGradient()) {
        gradients.add(gradient.toFloatArray());
      }
    }
    return gradients;
  }
}
