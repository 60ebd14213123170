package io.headrace.pipeline.files;

import java.util.Optional;

/** Says what is in a text that no tokenizer, no log and no other program takes. */
public final class TextProblem {

  private TextProblem() {}

  /**
   * Looks for half of a surrogate pair, as a broken escape of an emoji leaves it, and for NUL.
   *
   * @return a clause such as "has half a surrogate pair, \\ud83d, as character 7; write the
   *     character whole, or remove it"; empty when the text is one
   */
  public static Optional<String> of(String text) {
    return loneSurrogate(text).or(() -> nul(text));
  }

  /** The same for half of a surrogate pair alone. */
  public static Optional<String> loneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(unit)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isSurrogate(unit)) {
        return Optional.of(
            "has half a surrogate pair, \\u%04x, as character %d; write the character whole, or remove it"
                .formatted((int) unit, i + 1));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> nul(String text) {
    int at = text.indexOf('\0');
    return at < 0
        ? Optional.empty()
        : Optional.of("has a NUL as character %d; remove it".formatted(at + 1));
  }
}
