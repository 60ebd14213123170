package io.headrace.verifier.number;

/** The ends of long texts, so that a pattern is never applied to a whole one. */
final class TextTail {

  private static final int LENGTH = 80;

  private TextTail() {}

  /** The last characters of a text. */
  static String of(String text) {
    return text.length() <= LENGTH ? text : text.substring(text.length() - LENGTH);
  }

  /** The first characters of a text. */
  static String head(String text) {
    return text.length() <= LENGTH ? text : text.substring(0, LENGTH);
  }

  /** The text without blanks at its end; line ends stay. */
  static String trimmed(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }
}
