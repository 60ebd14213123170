package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/** Java arrays to and from the engine's. */
final class HostArrays {
  private HostArrays() {}

  static NDArray longs(NDManager scope, int[] values, long... shape) {
    long[] wide = Arrays.stream(values).asLongStream().toArray();
    return scope.create(LongBuffer.wrap(wide), new Shape(shape));
  }

  /** Writes new values into an array in place, whether or not it gathers gradients. */
  static void overwrite(NDArray target, FloatBuffer values) {
    boolean recording = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (NDArray source = target.getManager().create(values, target.getShape())) {
      source.copyTo(target);
    } finally {
      JniUtils.setGradMode(recording);
    }
  }

  static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, flat, row * rows[0].length, rows[0].length);
    }
    return flat;
  }

  static float[][] floatRows(NDArray matrix) {
    float[] flat = matrix.toFloatArray();
    int columns = (int) matrix.getShape().get(1);
    float[][] rows = new float[(int) matrix.getShape().get(0)][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOfRange(flat, row * columns, (row + 1) * columns);
    }
    return rows;
  }

  static int[][] intRows(NDArray matrix) {
    long[] flat = matrix.toLongArray();
    int columns = (int) matrix.getShape().get(1);
    int[][] rows = new int[(int) matrix.getShape().get(0)][columns];
    for (int i = 0; i < flat.length; i++) {
      rows[i / columns][i % columns] = Math.toIntExact(flat[i]);
    }
    return rows;
  }
}
