package io.headrace.verifier.number;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** The effect of a letter next to a number, by its script. */
final class LetterScripts {

  /** Letters that stand for variables and units: one of them is no word. */
  private static final Set<UnicodeScript> OF_VARIABLES =
      EnumSet.of(
          UnicodeScript.LATIN, UnicodeScript.GREEK, UnicodeScript.CYRILLIC, UnicodeScript.COMMON);

  /** Scripts that put no blank between a word and a number. */
  private static final Set<UnicodeScript> UNSPACED =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR,
          UnicodeScript.TIBETAN,
          UnicodeScript.JAVANESE,
          UnicodeScript.BALINESE,
          UnicodeScript.TAI_THAM,
          UnicodeScript.NEW_TAI_LUE,
          UnicodeScript.TAI_LE);

  private static final String NUMERALS = "零〇一二三四五六七八九十百千万萬亿億兆两兩几数";

  private LetterScripts() {}

  /** Whether a character belongs to a word: a letter or a mark on one. */
  static boolean isOfWord(int character) {
    return Character.isLetter(character)
        || switch (Character.getType(character)) {
          case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
          default -> false;
        };
  }

  /** Whether a single letter such as {@code x} or {@code π} may be a factor of the number. */
  static boolean isVariable(int letter) {
    return OF_VARIABLES.contains(UnicodeScript.of(letter));
  }

  /** Whether a word that ends with this letter may touch the number after it. */
  static boolean mayTouch(int letter, boolean single) {
    return !isVariable(letter) || (UnicodeScript.of(letter) == UnicodeScript.CYRILLIC && !single);
  }

  /** Whether words of this script touch the numbers beside them. */
  static boolean isUnspaced(int letter) {
    UnicodeScript script = UnicodeScript.of(letter);
    return UNSPACED.contains(script) || letter == 'ー';
  }

  /** Whether a letter right before a number is a digit of the same number: {@code 七2}. */
  static boolean isNumeral(int letter) {
    return NUMERALS.indexOf(letter) >= 0;
  }

  /** How many characters at the end of a text belong to one word. */
  static int wordAtEnd(CharSequence text) {
    int start = text.length();
    while (start > 0) {
      int character = Character.codePointBefore(text, start);
      if (!isOfWord(character)) {
        break;
      }
      start -= Character.charCount(character);
    }
    return text.length() - start;
  }

  /** How many characters at the start of a text belong to one word. */
  static int wordAtStart(CharSequence text) {
    int end = 0;
    while (end < text.length()) {
      int character = Character.codePointAt(text, end);
      if (!isOfWord(character)) {
        break;
      }
      end += Character.charCount(character);
    }
    return end;
  }
}
