package io.headrace.benchmarks;

/**
 * One measured figure.
 *
 * @param name what was measured, in the words of the metrics
 * @param value how much
 * @param unit of what, such as tokens/s; × for a ratio
 */
public record Figure(String name, double value, String unit) {

  /** How many times one figure is another, both of the same run. */
  public static Figure ratio(String name, double value, double baseline) {
    return new Figure(name, value / baseline, "×");
  }
}
