package io.headrace.benchmarks;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/** Repeats of a measurement; the median is what counts on a shared machine. */
final class Repeats {

  private Repeats() {}

  /**
   * The median of several measurements after one that does not count.
   *
   * @param times how many count, at least 1
   */
  static double median(int times, DoubleSupplier measurement) {
    double[] values = DoubleStream.generate(measurement).limit(times + 1L).skip(1).toArray();
    return percentile(values, 0.5);
  }

  /** The value below which the given share of the values lies. */
  static double percentile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
  }
}
