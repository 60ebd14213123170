package io.headrace.console.view;

/** The beginning of a text that may be long. */
final class TextPreview {
  private TextPreview() {}

  /**
   * At most {@code length} characters, none cut in half, with an ellipsis when some were left out.
   */
  static String of(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end) + "…";
  }
}
