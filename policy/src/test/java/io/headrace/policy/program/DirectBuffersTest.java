package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.policy.FloatTensor;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A learner's work per step allocates no direct buffers, which are only freed after a garbage
 * collection.
 */
class DirectBuffersTest {
  private static final int REPEATS = 50;

  @Test
  void replacingWeightsAndMomentsAllocatesNone() {
    // Given
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters parameters = program.parameters(TinyModel.weights(1));
        OptimizerState optimizer = program.optimizer()) {
      Map<String, FloatTensor> weights = TinyModel.weights(2);
      Map<String, FloatTensor> moments = optimizer.toTensors();
      parameters.requireGradients(true);
      long before = buffers();

      // When
      for (int i = 0; i < REPEATS; i++) {
        parameters.set(weights);
        optimizer.restore(moments, 3);
        optimizer.reset();
      }

      // Then
      assertThat(buffers() - before).isLessThan(REPEATS);
      assertThat(parameters.toTensors()).isEqualTo(weights);
    }
  }

  @Test
  void resetClearsMomentsThatAreNotFinite() {
    // Given
    try (PolicyProgram program = TinyModel.program();
        OptimizerState optimizer = program.optimizer()) {
      Map<String, FloatTensor> nothing = optimizer.toTensors();
      optimizer.restore(
          nothing.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey, entry -> filled(entry.getValue(), Float.NaN))),
          7);

      // When
      optimizer.reset();

      // Then
      assertThat(optimizer.toTensors()).isEqualTo(nothing);
      assertThat(optimizer.steps()).isZero();
    }
  }

  private static FloatTensor filled(FloatTensor tensor, float value) {
    float[] values = new float[tensor.values().remaining()];
    Arrays.fill(values, value);
    return new FloatTensor(tensor.shape(), FloatBuffer.wrap(values));
  }

  private static long buffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getCount)
        .sum();
  }
}
