package io.headrace.console.view;

import java.util.Arrays;

/** The 10th and 90th percentile of values; both NaN when there are fewer than two. */
record PercentileBand(double p10, double p90) {
  static final PercentileBand NONE = new PercentileBand(Double.NaN, Double.NaN);

  static PercentileBand of(double[] values) {
    if (values.length < 2) {
      return NONE;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new PercentileBand(quantile(sorted, 0.1), quantile(sorted, 0.9));
  }

  /** Interpolates linearly between the two nearest ranks. */
  private static double quantile(double[] sorted, double q) {
    double rank = q * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }
}
