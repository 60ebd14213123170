package io.headrace.benchmarks;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/** Repeats of a measurement, summarized by the median because the machine may be shared. */
final class Repeats {

  private Repeats() {}

  /**
   * The median of several measurements after one for warm-up.
   *
   * @param times number of measurements for the median, at least 1
   */
  static double median(int times, DoubleSupplier measurement) {
    double[] values = DoubleStream.generate(measurement).limit(times + 1L).skip(1).toArray();
    return percentile(values, 0.5);
  }

  /** The value below which the given fraction of the values lies. */
  static double percentile(double[] values, double fraction) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, (int) (fraction * sorted.length))];
  }
}
