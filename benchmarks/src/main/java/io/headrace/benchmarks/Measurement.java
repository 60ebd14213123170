package io.headrace.benchmarks;

/**
 * One measured measurement.
 *
 * @param name what was measured, in the words of the metrics
 * @param value how much
 * @param unit of what, such as tokens/s; × for a ratio
 */
public record Measurement(String name, double value, String unit) {

  /** How many times one measurement is another, both of the same run. */
  public static Measurement ratio(String name, double value, double baseline) {
    return new Measurement(name, value / baseline, "×");
  }
}
