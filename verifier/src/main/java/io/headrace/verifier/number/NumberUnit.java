package io.headrace.verifier.number;

import java.util.Locale;

/**
 * The unit of a number. A missing unit matches every unit; two different ones never match.
 *
 * @param name lower case and singular; empty when none is written
 */
record NumberUnit(String name) {

  static final NumberUnit NONE = new NumberUnit("");
  static final NumberUnit PERCENT = new NumberUnit("percent");

  /** The unit of a sign, or the first word of a phrase such as {@code miles per hour}. */
  static NumberUnit of(String written) {
    String text = NumberWords.withoutSentenceEnding(written.strip().toLowerCase(Locale.ROOT));
    return switch (text) {
      case "" -> NONE;
      case "%", "percent" -> PERCENT;
      case "$" -> new NumberUnit("dollar");
      case "€" -> new NumberUnit("euro");
      case "£" -> new NumberUnit("pound");
      case "¢" -> new NumberUnit("cent");
      case "₹" -> new NumberUnit("rupee");
      case "°" -> new NumberUnit("degree");
      default -> new NumberUnit(isCurrency(text) ? text : singular(firstWord(text)));
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

  boolean goesWith(NumberUnit other) {
    return isMissing() || other.isMissing() || equals(other);
  }
}
