package io.headrace.pipeline.files;

import java.util.Optional;

/** Finds characters in a text that tokenizers and other programs reject. */
public final class TextProblem {

  private TextProblem() {}

  /**
   * Finds an unpaired surrogate, such as a truncated escape of an emoji, or a NUL.
   *
   * @return a clause such as "has half a surrogate pair, \\ud83d, as character 7; write the
   *     character whole, or remove it"; empty when the text has neither
   */
  public static Optional<String> of(String text) {
    return loneSurrogate(text).or(() -> nul(text));
  }

  /** Finds an unpaired surrogate; as {@link #of} without the search for NUL. */
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
