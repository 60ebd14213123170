package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Converts Java arrays to and from the engine's arrays.
 *
 * <p>Inputs are copied to {@link NativeMemory} that is freed with the scope, not to direct buffers,
 * which are only freed after a garbage collection.
 */
final class HostArrays {
  private static final AtomicLong ATTACHED = new AtomicLong();

  private HostArrays() {}

  static NDArray longs(NDManager scope, int[] values, long... shape) {
    return longs(scope, Arrays.stream(values).asLongStream().toArray(), shape);
  }

  static NDArray longs(NDManager scope, long[] values, long... shape) {
    NativeMemory memory = attached(scope, (long) values.length * Long.BYTES);
    memory.bytes().asLongBuffer().put(values);
    return scope.create(memory.bytes(), new Shape(shape), DataType.INT64);
  }

  static NDArray floats(NDManager scope, float[] values, long... shape) {
    NativeMemory memory = attached(scope, (long) values.length * Float.BYTES);
    memory.bytes().asFloatBuffer().put(values);
    return scope.create(memory.bytes(), new Shape(shape), DataType.FLOAT32);
  }

  static NDArray doubles(NDManager scope, double[] values, long... shape) {
    NativeMemory memory = attached(scope, (long) values.length * Double.BYTES);
    memory.bytes().asDoubleBuffer().put(values);
    return scope.create(memory.bytes(), new Shape(shape), DataType.FLOAT64);
  }

  static NDArray booleans(NDManager scope, boolean[] values, long... shape) {
    NativeMemory memory = attached(scope, values.length);
    ByteBuffer bytes = memory.bytes();
    for (boolean value : values) {
      bytes.put((byte) (value ? 1 : 0));
    }
    return scope.create(memory.bytes().limit(values.length), new Shape(shape), DataType.BOOLEAN);
  }

  private static NativeMemory attached(NDManager scope, long size) {
    NativeMemory memory = NativeMemory.allocate(Math.max(1, Math.toIntExact(size)));
    scope.attachInternal("host memory " + ATTACHED.incrementAndGet(), memory);
    return memory;
  }

  /** An array with these values in memory of the engine. */
  static NDArray copy(NDManager manager, FloatBuffer values, Shape shape) {
    int size = Math.toIntExact((long) values.remaining() * Float.BYTES);
    try (NativeMemory memory = NativeMemory.allocate(Math.max(1, size))) {
      memory.bytes().asFloatBuffer().put(values.duplicate());
      try (NDArray shared = manager.create(memory.bytes(), shape, DataType.FLOAT32)) {
        return shared.duplicate();
      }
    }
  }

  /**
   * Writes new values into an array in place, whether or not it requires gradients. DJL's own
   * {@code copyTo} would allocate a direct buffer with each call.
   */
  static void overwrite(NDArray target, FloatBuffer values) {
    int size = Math.toIntExact((long) values.remaining() * Float.BYTES);
    try (NativeMemory memory = NativeMemory.allocate(Math.max(1, size))) {
      memory.bytes().asFloatBuffer().put(values.duplicate());
      try (NDArray source =
          target.getManager().create(memory.bytes(), target.getShape(), DataType.FLOAT32)) {
        assign(target, source);
      }
    }
  }

  /** Sets every value of an array to 0, in place. */
  static void clear(NDArray target) {
    try (NDArray zero = target.getManager().zeros(new Shape(1))) {
      assign(target, zero);
    }
  }

  /** Copies one array over another, broadcasting it, without recording gradients. */
  private static void assign(NDArray target, NDArray source) {
    boolean recording = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      long[] end = target.getShape().getShape();
      long[] step = new long[end.length];
      Arrays.fill(step, 1);
      JniUtils.indexSet((PtNDArray) target, (PtNDArray) source, new long[end.length], end, step);
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
