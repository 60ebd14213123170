package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Arrays made from Java buffers share the buffers' memory, and the backward pass reads the tokens
 * and temperatures of the forward pass again: their memory has to be theirs until then.
 */
class RecordedInputsTest {

  private static final int ROWS = 32;
  private static final int COLUMNS = 64;
  private static final TokenBatch BATCH = TokenBatch.rightPadded(sequences());
  private static final float[] TEMPERATURES = temperatures();

  @Test
  void recordedLogProbsKeepTheMemoryOfTheirInputsUntilTheBackwardPass() {
    // Given the gradients of a backward pass that follows at once
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters parameters = program.parameters(TinyModel.weights(1))) {
      parameters.requireGradients(true);
      List<float[]> undisturbed = gradients(program, parameters, () -> {});

      // When unreferenced memory is freed and overwritten between the two passes
      List<float[]> disturbed =
          gradients(program, parameters, RecordedInputsTest::overwriteFreedMemory);

      // Then the gradients are the same
      for (int i = 0; i < undisturbed.size(); i++) {
        boolean same = Arrays.equals(disturbed.get(i), undisturbed.get(i));
        assertThat(same).as(parameters.names().get(i)).isTrue();
      }
    }
  }

  /** Reads the gradients, which are zero before and after. */
  private static List<float[]> gradients(
      PolicyProgram program, PolicyParameters parameters, Runnable betweenThePasses) {
    try (NDManager scope = program.newScope()) {
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray loss = program.logProbs(scope, parameters, BATCH, TEMPERATURES).mean().neg();
        betweenThePasses.run();
        collector.backward(loss);
      }
      List<float[]> gradients = new ArrayList<>();
      for (NDArray array : parameters.arrays()) {
        try (NDArray gradient = array.getGradient()) {
          gradients.add(gradient.toFloatArray());
          gradient.subi(gradient);
        }
      }
      return gradients;
    }
  }

  /** Puts another token id, and so another temperature, where freed inputs were. */
  private static void overwriteFreedMemory() {
    for (int round = 0; round < 8; round++) {
      System.gc();
      List<ByteBuffer> held = new ArrayList<>();
      for (int size : new int[] {ROWS * COLUMNS * Long.BYTES, ROWS * Float.BYTES}) {
        for (int i = 0; i < 16; i++) {
          ByteBuffer garbage = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
          while (garbage.hasRemaining()) {
            garbage.putInt(garbage.position() % Long.BYTES == 0 ? 1 : 0);
          }
          held.add(garbage);
        }
      }
      assertThat(held).hasSize(32);
    }
  }

  private static List<int[]> sequences() {
    Random random = new Random(7);
    List<int[]> sequences = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      sequences.add(random.ints(COLUMNS, 2, TinyModel.CONFIG.vocabularySize()).toArray());
    }
    return sequences;
  }

  private static float[] temperatures() {
    float[] temperatures = new float[ROWS];
    Arrays.fill(temperatures, 0.9f);
    return temperatures;
  }
}
