package io.headrace.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear trend, fitted by least squares to the means of {@value #BLOCKS} blocks of equal length.
 * Neighbouring samples of memory are correlated and block means much less, so the confidence
 * interval is not too narrow.
 *
 * @param slope change per unit of time
 * @param halfWidth the slope's 95 % confidence interval is slope ± halfWidth
 * @param first the mean of the first block
 * @param last the mean of the last block
 */
public record Trend(double slope, double halfWidth, double first, double last) {

  /** The number of blocks. */
  public static final int BLOCKS = 12;

  /** 97.5 % quantile of Student's t with {@link #BLOCKS} − 2 degrees of freedom. */
  private static final double QUANTILE = 2.228;

  /**
   * A sample.
   *
   * @param time in the time unit of the slope
   * @param value the measured value
   */
  public record Point(double time, double value) {}

  /**
   * Fits the trend.
   *
   * @param points samples in order of time, at least {@link #BLOCKS}
   */
  public static Trend of(List<Point> points) {
    if (points.size() < BLOCKS) {
      throw new IllegalArgumentException(
          "%d samples are too few for a trend, which needs %d".formatted(points.size(), BLOCKS));
    }
    List<Point> means = new ArrayList<>();
    for (int block = 0; block < BLOCKS; block++) {
      means.add(
          mean(
              points.subList(
                  block * points.size() / BLOCKS, (block + 1) * points.size() / BLOCKS)));
    }
    return fit(means);
  }

  private static Trend fit(List<Point> means) {
    Point centre = mean(means);
    double spread = 0;
    double product = 0;
    for (Point point : means) {
      double time = point.time() - centre.time();
      spread += time * time;
      product += time * (point.value() - centre.value());
    }
    double slope = product / spread;
    double residuals = 0;
    for (Point point : means) {
      double expected = centre.value() + slope * (point.time() - centre.time());
      residuals += (point.value() - expected) * (point.value() - expected);
    }
    double error = Math.sqrt(residuals / (BLOCKS - 2) / spread);
    return new Trend(slope, QUANTILE * error, means.getFirst().value(), means.getLast().value());
  }

  private static Point mean(List<Point> points) {
    return new Point(
        points.stream().mapToDouble(Point::time).average().orElseThrow(),
        points.stream().mapToDouble(Point::value).average().orElseThrow());
  }

  /** Whether the upper end of the confidence interval is at most the limit. */
  public boolean isAtMost(double limit) {
    return slope + halfWidth <= limit;
  }

  /** Whether the slope exceeds the limit and the confidence interval is above zero. */
  public boolean isGrowthBeyond(double limit) {
    return slope > limit && slope - halfWidth > 0;
  }
}
