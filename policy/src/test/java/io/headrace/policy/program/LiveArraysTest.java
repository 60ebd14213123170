package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps free what they make. */
class LiveArraysTest {
  private static final TokenBatch BATCH =
      TokenBatch.rightPadded(List.of(new int[] {1, 2, 3, 4, 5}, new int[] {6, 7, 8}));

  @Test
  void trainingStepsLeaveAsManyArraysAsTheyFound() {
    // Given
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters parameters = program.parameters(TinyModel.weights(1));
        OptimizerState optimizer = program.optimizer()) {
      parameters.requireGradients(true);
      train(program, parameters, optimizer);
      int before = live(program, parameters);
      // When
      for (int step = 0; step < 20; step++) {
        train(program, parameters, optimizer);
      }
      // Then
      assertThat(live(program, parameters)).isEqualTo(before);
    }
  }

  @Test
  void decodingLeavesAsManyArraysAsItFound() {
    // Given
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters parameters = program.parameters(TinyModel.weights(1));
        KeyValueCache cache = program.newCache(2, 32)) {
      decode(program, parameters, cache);
      int before = live(program, parameters);
      // When
      for (int turn = 0; turn < 20; turn++) {
        decode(program, parameters, cache);
      }
      // Then
      assertThat(live(program, parameters)).isEqualTo(before);
    }
  }

  private static void train(
      PolicyProgram program, PolicyParameters parameters, OptimizerState optimizer) {
    try (NDManager scope = program.newScope()) {
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray logProbs = program.logProbs(scope, parameters, BATCH, new float[] {1, 1});
        collector.backward(logProbs.mean().neg());
      }
      program.update(parameters, optimizer, AdamWSettings.of(1e-3));
    }
  }

  private static void decode(
      PolicyProgram program, PolicyParameters parameters, KeyValueCache cache) {
    try (ServingWeights weights = program.serve(parameters)) {
      program.prefill(weights, cache, BATCH, new int[] {0, 1});
      program.copySlots(cache, new int[] {0}, new int[] {1}, 3);
      program.decode(
          weights,
          cache,
          new DecodeRequest(
              new int[] {1, 2},
              new int[] {5, 3},
              new int[] {32, 32},
              new float[] {1, 0},
              new float[3][2],
              new int[] {0}));
    }
  }

  private static int live(PolicyProgram program, PolicyParameters parameters) {
    return program.manager().getManagedArrays().size()
        + parameters.arrays().getFirst().getManager().getManagedArrays().size();
  }
}
