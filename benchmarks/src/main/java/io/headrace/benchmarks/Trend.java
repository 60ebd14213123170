package io.headrace.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * The straight line through a series, by least squares over the means of {@value #BLOCKS} blocks of
 * equal length. Neighbouring samples of memory depend on each other; means of blocks much less, so
 * that the interval is not too narrow.
 *
 * @param slope change a unit of time
 * @param halfWidth the slope's 95 % confidence interval is slope ± halfWidth
 * @param first the mean of the first block
 * @param last the mean of the last block
 */
public record Trend(double slope, double halfWidth, double first, double last) {

  /** How many means the line is drawn through. */
  public static final int BLOCKS = 12;

  /** 97.5 % quantile of Student's t with {@link #BLOCKS} − 2 degrees of freedom. */
  private static final double QUANTILE = 2.228;

  /**
   * A sample.
   *
   * @param time when, in the unit the slope is wanted in
   * @param value what was measured
   */
  public record Point(double time, double value) {}

  /**
   * Draws the line.
   *
   * @param points in order of time, at least {@link #BLOCKS}
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
    return through(means);
  }

  private static Trend through(List<Point> means) {
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

  /** Whether the whole interval is at most this. */
  public boolean isAtMost(double limit) {
    return slope + halfWidth <= limit;
  }

  /** Whether the slope is more than this and the whole interval is growth. */
  public boolean isGrowthBeyond(double limit) {
    return slope > limit && slope - halfWidth > 0;
  }
}
