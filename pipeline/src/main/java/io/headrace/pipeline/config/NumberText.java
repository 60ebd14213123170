package io.headrace.pipeline.config;

import java.util.regex.Pattern;

/**
 * Parses numbers in settings: decimal digits with an optional sign, fraction and exponent. Forms
 * that YAML parsers interpret differently (octal {@code 007}, hexadecimal {@code 0x10}, {@code
 * 1_000}, sexagesimal {@code 1:30}, {@code .inf}) are rejected.
 */
final class NumberText {

  private static final String DIGITS = "(?:0|[1-9]\\d*)";
  private static final Pattern WHOLE = Pattern.compile("[-+]?" + DIGITS);
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(?:" + DIGITS + "(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?");
  private static final String FORM =
      "in plain digits, without leading zeros, underscores or a unit";

  private NumberText() {}

  /**
   * Reads a whole number.
   *
   * @throws IllegalArgumentException when it is not one, or lies outside the limits
   */
  static long whole(String text, long least, long most) {
    String number = text.strip();
    if (!WHOLE.matcher(number).matches()) {
      throw new IllegalArgumentException(
          "must be a whole number such as 64, %s; is '%s'".formatted(FORM, text));
    }
    try {
      long value = Long.parseLong(number);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // longer than 64 bits: outside the limits as well
    }
    throw new IllegalArgumentException(
        "must be between %d and %d, is %s".formatted(least, most, number));
  }

  /**
   * Reads a finite number.
   *
   * @throws IllegalArgumentException when it is not one
   */
  static double decimal(String text) {
    String number = text.strip();
    if (!DECIMAL.matcher(number).matches()) {
      throw new IllegalArgumentException(
          "must be a number such as 0.5 or 1e-5, %s; is '%s'".formatted(FORM, text));
    }
    double value = Double.parseDouble(number);
    if (Double.isInfinite(value)) {
      throw new IllegalArgumentException("must be at most 1.8e308, is " + number);
    }
    return value;
  }
}
