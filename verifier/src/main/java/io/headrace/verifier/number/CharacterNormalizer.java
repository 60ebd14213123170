package io.headrace.verifier.number;

import java.text.Normalizer;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a text in the characters that the number grammar knows: every decimal digit of Unicode as
 * ASCII, every dash as {@code -} (a long one as {@code —}), every space as a blank, every line end
 * as {@code \n}, full-width and small forms as their plain ones. Invisible characters, such as
 * marks of writing direction, are removed. Superscripts stay: {@code 5²} is not 52.
 *
 * <p>Time and memory are linear in the length of the text.
 */
final class CharacterNormalizer {

  /** The dash that is longer than a minus: a sign before a number, punctuation after one. */
  static final char LONG_DASH = '—';

  /** Minus signs that are not in the category of dashes. */
  private static final String MORE_DASHES =
      "\u2212\u02d7\u2796\u2052\u00ad\u2500\u2501\u207b\u2043";

  /** Dashes from the em dash on, in length. */
  private static final String LONG_DASHES = "\u2014\u2015\u2e3a\u2e3b\ufe58\ufe31\u301c\u3030";

  /** Letters and symbols that show as a blank. */
  private static final String BLANK_LETTERS = "\u2800\u3164\u115f\u1160\uffa0";

  private static final String LINE_ENDS = "\u000b\u000c\u0085\u2028\u2029";

  /** Full stops of scripts that write no blank after one. */
  private static final String FULL_STOPS = "\u3002\uff61\u0964\u0965\u06d4\u0589\u104b\u17d4\u1362";

  /** Fractions in one character, as {@code 1/2}. */
  private static final Map<Integer, String> FRACTIONS =
      IntStream.concat(IntStream.of(0xbc, 0xbd, 0xbe, 0x2189), IntStream.range(0x2150, 0x215f))
          .boxed()
          .collect(
              Collectors.toUnmodifiableMap(
                  Function.identity(), c -> compatible(c).replace('\u2044', '/')));

  private CharacterNormalizer() {}

  /** The text in plain characters; order and meaning are unchanged. */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length() + 16);
    int next;
    for (int i = 0; i < text.length(); i = next) {
      int character = text.codePointAt(i);
      next = i + Character.charCount(character);
      if (character == '\r') {
        plain.append('\n');
        next += next < text.length() && text.charAt(next) == '\n' ? 1 : 0;
      } else if (character < 0x80 && character >= ' ') {
        plain.append((char) character);
      } else {
        append(plain, character);
      }
    }
    return plain.toString();
  }

  private static void append(StringBuilder plain, int character) {
    switch (Character.getType(character)) {
      case Character.DECIMAL_DIGIT_NUMBER ->
          plain.append((char) ('0' + Character.digit(character, 10)));
      case Character.DASH_PUNCTUATION ->
          plain.append(LONG_DASHES.indexOf(character) >= 0 ? LONG_DASH : '-');
      case Character.SPACE_SEPARATOR -> plain.append(' ');
      case Character.OTHER_NUMBER -> plain.append(fraction(plain, character));
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          plain.append(unseen(character));
      default -> appendSymbol(plain, character);
    }
  }

  private static String unseen(int character) {
    if (character == '\n' || LINE_ENDS.indexOf(character) >= 0) {
      return "\n";
    }
    if (MORE_DASHES.indexOf(character) >= 0) {
      return "-";
    }
    return character == '\t' ? " " : "";
  }

  /** A fraction in one character as {@code 1/2}, apart from a whole number before it. */
  private static String fraction(StringBuilder before, int character) {
    String written = FRACTIONS.getOrDefault(character, "");
    if (written.isEmpty()) {
      return Character.toString(character);
    }
    boolean mixed = !before.isEmpty() && Character.isDigit(before.charAt(before.length() - 1));
    return mixed ? " " + written : written;
  }

  private static void appendSymbol(StringBuilder plain, int character) {
    if (MORE_DASHES.indexOf(character) >= 0) {
      plain.append('-');
    } else if (BLANK_LETTERS.indexOf(character) >= 0) {
      plain.append(' ');
    } else if (FULL_STOPS.indexOf(character) >= 0) {
      plain.append(". ");
    } else if (character == '\u3001' || character == '\uff64' || character == '\u060c') {
      plain.append(", ");
    } else if (isLongVowelMark(character) && !endsWithLetter(plain)) {
      plain.append('-');
    } else if (!isUnseenMark(character)) {
      plain.append(sameMeaning(character));
    }
  }

  /** The Japanese long-vowel mark, which is also typed as a minus where no letter precedes it. */
  private static boolean isLongVowelMark(int character) {
    return character == '\u30fc' || character == '\uff70';
  }

  private static boolean endsWithLetter(StringBuilder text) {
    return !text.isEmpty() && Character.isLetter(text.charAt(text.length() - 1));
  }

  /** Variation selectors, and the frame of a digit on a key. */
  private static boolean isUnseenMark(int character) {
    return (character >= 0xfe00 && character <= 0xfe0f)
        || character == 0x20e3
        || (character >= 0xe0100 && character <= 0xe01ef);
  }

  private static String sameMeaning(int character) {
    boolean wideOrSmall =
        (character >= 0xff01 && character <= 0xff5e)
            || (character >= 0xffe0 && character <= 0xffe6)
            || (character >= 0xfe10 && character <= 0xfe6b);
    if (wideOrSmall) {
      return compatible(character);
    }
    return switch (character) {
      case '\u066a' -> "%";
      case '\u066b' -> ".";
      case '\u066c' -> ",";
      case '\u2044', '\u2215' -> "/";
      case '\u2236' -> ":";
      case '\u2795' -> "+";
      case '\u2026' -> "...";
      case '\u2019', '\u02bc' -> "'";
      default -> Character.toString(character);
    };
  }

  private static String compatible(int character) {
    return Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKC);
  }
}
