package io.headrace.verifier.number;

import java.util.regex.Pattern;

/** Whether the text after a number leaves it a number of its own. */
final class TextAfterNumber {

  /** Letters that are units and not variables. */
  private static final String UNIT_LETTERS = "mglshL";

  /** Words of one letter in Latin script. */
  private static final String WORD_LETTERS = "aIàéyeo";

  private static final String OPERATORS = "*·⋅∙/÷×^_\\{@√<>≤≥≠±∓+‰‱";
  private static final Pattern CLOSED_PART =
      Pattern.compile("^[)\\]]++(?=[\\p{L}\\p{N}^(*/×÷_\\\\])");

  /** Units in a text of only a number and its unit. */
  private static final Pattern UNITS =
      Pattern.compile(
          "[ -]?(?:°|(?:\\p{L}\\p{M}*+){2,}|[mglsh](?!\\p{L})|[\\p{L}&&[^\\p{IsLatin}\\p{IsGreek}"
              + "\\p{IsCyrillic}\\p{IsCommon}]])(?![0-9])[\\p{L}\\p{M} .²³/-]*+");

  private TextAfterNumber() {}

  /** How many dollar signs right after a number close mathematics. */
  static int dollarsClosing(String text) {
    int dollars = 0;
    while (dollars < text.length() && text.charAt(dollars) == '$') {
      dollars++;
    }
    boolean opens = dollars < text.length() && Character.isDigit(text.charAt(dollars));
    return opens ? 0 : dollars;
  }

  /**
   * Whether a number within a sentence is a number of its own.
   *
   * @param text from the end of the number to the start of the next one, or of the text
   * @param next whether another number follows
   */
  static boolean standsFree(String text, boolean next) {
    String rest = TextTail.head(text.substring(dollarsClosing(text)));
    if (rest.isEmpty()) {
      return !(next && text.isEmpty());
    }
    String context = next && rest.length() == text.length() ? rest + "1" : rest;
    if (NumberWords.AFTER_PART.matcher(context).find() || CLOSED_PART.matcher(context).find()) {
      return false;
    }
    int first = rest.codePointAt(0);
    if (LetterScripts.isOfWord(first)) {
      return wordStandsFree(rest, first);
    }
    if (first == '-' || first == CharacterNormalizer.LONG_DASH) {
      return dashStandsFree(context, first);
    }
    String later = rest.stripLeading();
    boolean touching = later.length() == rest.length();
    return later.isEmpty() || symbolStandsFree(later, later.codePointAt(0), touching);
  }

  private static boolean wordStandsFree(String rest, int letter) {
    if (!Character.isLetter(letter)) {
      return false;
    }
    int length = LetterScripts.wordAtStart(rest);
    boolean single = length == Character.charCount(letter);
    boolean digit = length < rest.length() && "_^(\\".indexOf(rest.charAt(length)) >= 0;
    boolean greek = Character.UnicodeScript.of(letter) == Character.UnicodeScript.GREEK;
    return !digit && !greek && !(single && LetterScripts.isVariable(letter));
  }

  /** A dash joins a word to the number; before a blank only a long one is punctuation. */
  private static boolean dashStandsFree(String context, int dash) {
    int length = LetterScripts.wordAtStart(context.substring(1));
    boolean blank = context.startsWith(" ", 1);
    boolean end = context.length() == 1;
    if (dash == CharacterNormalizer.LONG_DASH && (blank || end)) {
      return !operandFollows(context.substring(1).strip());
    }
    return length > 1 || (length == 1 && !LetterScripts.isVariable(context.codePointAt(1)));
  }

  private static boolean operandFollows(String text) {
    if (text.isEmpty()) {
      return false;
    }
    int first = text.codePointAt(0);
    int length = LetterScripts.wordAtStart(text);
    return Character.isDigit(first)
        || "(\\{√.$".indexOf(first) >= 0
        || (length == 1 && LetterScripts.isVariable(first) && WORD_LETTERS.indexOf(first) < 0);
  }

  private static boolean symbolStandsFree(String text, int first, boolean touching) {
    if (LetterScripts.isOfWord(first)) {
      int length = LetterScripts.wordAtStart(text);
      boolean single = length == Character.charCount(first) && LetterScripts.isVariable(first);
      return !single || (WORD_LETTERS + UNIT_LETTERS + "CFKVWAJN").indexOf(first) >= 0;
    }
    if (first == '-' || first == CharacterNormalizer.LONG_DASH) {
      return !operandFollows(text.substring(1).strip());
    }
    if (first == '(' || first == '[') {
      return !touching;
    }
    boolean stars = first == '*' && text.length() == 1;
    if (OPERATORS.indexOf(first) >= 0 && !stars) {
      return false;
    }
    if (first == '.' && text.startsWith("\\", 1)) {
      return false;
    }
    return switch (Character.getType(first)) {
      case Character.MATH_SYMBOL -> "=≈~→⇒⟹|".indexOf(first) >= 0;
      case Character.OTHER_NUMBER, Character.LETTER_NUMBER, Character.ENCLOSING_MARK -> !touching;
      default -> true;
    };
  }

  /** Whether what follows a number is its unit and nothing else. */
  static boolean isUnit(String text) {
    String rest = text.stripLeading();
    boolean sign =
        rest.codePointCount(0, rest.length()) == 1
            && Character.getType(rest.codePointAt(0)) == Character.CURRENCY_SYMBOL;
    return text.isEmpty()
        || sign
        || (UNITS.matcher(text).matches()
            && !NumberWords.AFTER_PART.matcher(text).find()
            && !NumberWords.OFFERS.matcher(text).find());
  }
}
