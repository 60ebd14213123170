package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Steps free what they make: arrays, the scopes that hold them, and the native memory of what was
 * copied in, wherever below the model they hang.
 */
class LiveArraysTest {
  private static final int TURNS = 20;
  private static final TokenBatch BATCH =
      TokenBatch.rightPadded(List.of(new int[] {1, 2, 3, 4, 5}, new int[] {6, 7, 8}));

  @Test
  void trainingStepsLeaveAsMuchAsTheyFound() {
    // Given
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters parameters = program.parameters(TinyModel.weights(1));
        OptimizerState optimizer = program.optimizer()) {
      parameters.requireGradients(true);
      train(program, parameters, optimizer);
      int before = LiveResources.below(program);
      // When
      for (int step = 0; step < TURNS; step++) {
        train(program, parameters, optimizer);
      }
      // Then
      assertThat(LiveResources.below(program)).isEqualTo(before);
    }
  }

  @Test
  void decodingLeavesAsMuchAsItFound() {
    // Given
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters parameters = program.parameters(TinyModel.weights(1))) {
      decode(program, parameters);
      int before = LiveResources.below(program);
      // When
      for (int turn = 0; turn < TURNS; turn++) {
        decode(program, parameters);
      }
      // Then
      assertThat(LiveResources.below(program)).isEqualTo(before);
    }
  }

  @Test
  void whatIsCopiedInIsCounted() {
    try (PolicyProgram program = TinyModel.program();
        NDManager scope = program.newScope()) {
      // Given
      int before = LiveResources.below(program);
      // When
      NDArray array = program.array(scope, new float[] {1, 2}, 2);
      // Then an array and its memory
      assertThat(array.toFloatArray()).containsExactly(1, 2);
      assertThat(LiveResources.below(program)).isEqualTo(before + 2);
    }
  }

  /** Direct buffers are freed only by a garbage collection; steps make none of any size. */
  @Test
  void stepsTakeNoDirectBuffersForWhatTheyCopyIn() {
    // Given
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters parameters = program.parameters(TinyModel.weights(1));
        NDManager scope = program.newScope()) {
      float[] values = new float[1 << 20];
      long before = directBytes();
      // When
      NDArray array = program.array(scope, values, values.length);
      parameters.set(TinyModel.weights(2));
      // Then
      assertThat(array.size()).isEqualTo(values.length);
      assertThat(directBytes() - before).isLessThan(values.length);
    }
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static void train(
      PolicyProgram program, PolicyParameters parameters, OptimizerState optimizer) {
    try (NDManager scope = program.newScope()) {
      try (Gradients gradients = Gradients.record()) {
        NDArray logProbs = program.logProbs(scope, parameters, BATCH, new float[] {1, 1});
        gradients.backward(logProbs.mean().neg());
      }
      program.update(parameters, optimizer, AdamWSettings.of(1e-3));
    }
  }

  private static void decode(PolicyProgram program, PolicyParameters parameters) {
    try (ServingWeights weights = program.serve(parameters);
        KeyValueCache cache = program.newCache(2, 64)) {
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
}
