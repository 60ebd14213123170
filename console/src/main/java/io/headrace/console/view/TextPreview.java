package io.headrace.console.view;

/** Truncates long texts. */
final class TextPreview {
  private TextPreview() {}

  /**
   * The first {@code length} characters, without a split surrogate pair, and an ellipsis if the
   * text is longer.
   */
  static String of(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end) + "…";
  }
}
