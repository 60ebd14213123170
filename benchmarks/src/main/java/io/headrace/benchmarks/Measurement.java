package io.headrace.benchmarks;

/**
 * One measurement.
 *
 * @param name name of the measured quantity
 * @param value the value in the unit
 * @param unit such as tokens/s; × for a ratio
 */
public record Measurement(String name, double value, String unit) {

  /** The ratio of two values of the same benchmark run. */
  public static Measurement ratio(String name, double value, double baseline) {
    return new Measurement(name, value / baseline, "×");
  }
}
