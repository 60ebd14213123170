package io.headrace.verifier.number;

import java.util.Locale;

/**
 * What a number counts, as far as it is written. A missing unit goes with any; two different ones
 * never match.
 *
 * @param name lower case and singular; empty when none is written
 */
record Unit(String name) {

  static final Unit NONE = new Unit("");
  static final Unit PERCENT = new Unit("percent");

  /** The unit of a sign, or the first word of a phrase such as {@code miles per hour}. */
  static Unit of(String written) {
    String text = Words.withoutSentenceEnding(written.strip().toLowerCase(Locale.ROOT));
    return switch (text) {
      case "" -> NONE;
      case "%", "percent" -> PERCENT;
      case "$" -> new Unit("dollar");
      case "€" -> new Unit("euro");
      case "£" -> new Unit("pound");
      case "¢" -> new Unit("cent");
      case "₹" -> new Unit("rupee");
      case "°" -> new Unit("degree");
      default -> new Unit(isCurrency(text) ? text : singular(firstWord(text)));
    };
  }

  private static boolean isCurrency(String text) {
    return text.codePoints().allMatch(c -> Character.getType(c) == Character.CURRENCY_SYMBOL);
  }

  private static String firstWord(String text) {
    return text.split("[^\\p{L}\\p{M}]", 2)[0];
  }

  private static String singular(String word) {
    return word.length() > 2 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
  }

  boolean isMissing() {
    return name.isEmpty();
  }

  boolean isPercent() {
    return equals(PERCENT);
  }

  boolean goesWith(Unit other) {
    return isMissing() || other.isMissing() || equals(other);
  }
}
