package io.headrace.policy.program;

/** Distances between arrays of floats. */
final class Difference {
  private Difference() {}

  static double largest(float[] actual, float[] expected) {
    requireSameLength(actual, expected);
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      double difference = Math.abs((double) actual[i] - expected[i]);
      if (Double.isNaN(difference)) {
        return Double.NaN;
      }
      largest = Math.max(largest, difference);
    }
    return largest;
  }

  /** |actual - expected| / |expected| in the Euclidean norm. */
  static double relative(float[] actual, float[] expected) {
    requireSameLength(actual, expected);
    float[] difference = new float[actual.length];
    for (int i = 0; i < actual.length; i++) {
      difference[i] = actual[i] - expected[i];
    }
    return norm(difference) / norm(expected);
  }

  static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  private static void requireSameLength(float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      throw new AssertionError(
          "expected %d values, got %d".formatted(expected.length, actual.length));
    }
  }
}
