package io.headrace.verifier.number;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text before a number, from the previous number or the start of the text: the number's sign,
 * its currency, and whether it is a number of its own or part of something.
 *
 * @param negative whether a minus sign or word belongs to the number
 * @param currency the sign of its currency, empty when there is none
 * @param rest the text before sign and currency
 */
record TextBeforeNumber(boolean negative, String currency, String rest) {

  /** Where a number without a word before it is read. */
  enum Place {
    /** In the answer that the response marks: a dash before it is its sign. */
    MARKED,
    /** Anywhere else: a dash and a blank at the start of a line is the bullet of a list. */
    TEXT
  }

  private static final String EQUAL = "=≈≅≃≐≡~→⇒⟹⟶➔➜∴";
  private static final String OPERATORS = "*·⋅∙•/÷×^_\\{@√<≤≥≠±∓|+";

  /** A line that ends within an operation; three dashes alone are a rule. */
  private static final Pattern OPEN_LINE =
      Pattern.compile("(?:[+/×÷±∓√<≤≥≠^]|(?<![=-])>|(?<!(?:^|\\n) {0,3}-{2,70})[-—])[ \\n]*\\n$");

  private static final String BEFORE_BRACKET = "([\"'“‘«:=≈→$*#";

  /**
   * Reads the text before a number.
   *
   * @param text from the end of the previous number, or from the start of the text
   * @param first whether no number precedes it
   * @param mathClosed how many dollar signs right after the number close mathematics
   * @return empty when the number is a part of an operation, a bound or a word
   */
  static Optional<TextBeforeNumber> of(String text, boolean first, int mathClosed, Place place) {
    NumberSigns signs = NumberSigns.before(text, mathClosed);
    if (!signs.fit()) {
      return Optional.empty();
    }
    String rest = text.substring(0, signs.start());
    Matcher word = NumberWords.MINUS.matcher(TextTail.of(rest));
    boolean minusWord = word.find();
    if (minusWord) {
      rest = rest.substring(0, rest.length() - (word.end() - word.start()));
    }
    boolean spaced = rest.endsWith(" ") || (minusWord && word.group().strip().length() > 1);
    String trimmed = TextTail.trimmed(rest);
    boolean signed = signs.dash() || minusWord;
    if (signed && signs.dash() && minusWord) {
      return Optional.empty();
    }
    boolean bullet =
        signs.dash()
            && signs.apart()
            && place == Place.TEXT
            && ((trimmed.isEmpty() && first) || trimmed.endsWith("\n"));
    boolean certain = !(signs.dash() && signs.apart()) || startsAnew(trimmed, first);
    boolean free =
        bullet || (certain && standsFree(trimmed, spaced, signed, first, signs.currency()));
    return free
        ? Optional.of(new TextBeforeNumber(signed && !bullet, signs.currency(), trimmed))
        : Optional.empty();
  }

  /** Whether a dash with a blank after it can only be a sign here. */
  private static boolean startsAnew(String rest, boolean first) {
    return (rest.isEmpty() && first)
        || (!rest.isEmpty() && (EQUAL + "(:[").indexOf(rest.charAt(rest.length() - 1)) >= 0);
  }

  private static boolean standsFree(
      String rest, boolean spaced, boolean signed, boolean first, String currency) {
    if (rest.isEmpty()) {
      return first;
    }
    int last = rest.codePointBefore(rest.length());
    if (last == '\n') {
      return !OPEN_LINE.matcher(TextTail.of(rest)).find();
    }
    if (LetterScripts.isOfWord(last)) {
      return wordStandsFree(rest, last, spaced, signed, first, currency);
    }
    if (EQUAL.indexOf(last) >= 0) {
      return rest.length() < 2 || "!<>≠".indexOf(rest.charAt(rest.length() - 2)) < 0;
    }
    if (last == '>') {
      return rest.length() > 1 && "=-—".indexOf(rest.charAt(rest.length() - 2)) >= 0;
    }
    if (last == '(' || last == '[') {
      return bracketStandsFree(rest, first);
    }
    if (last == '*' || last == '•' || last == '|') {
      return spaced && (last == '|' || startsLine(rest, first));
    }
    if (OPERATORS.indexOf(last) >= 0 || last == '-' || last == CharacterNormalizer.LONG_DASH) {
      return false;
    }
    return symbolStandsFree(rest, last, spaced, signed, first);
  }

  private static boolean symbolStandsFree(
      String rest, int last, boolean spaced, boolean signed, boolean first) {
    return switch (Character.getType(last)) {
      case Character.MATH_SYMBOL, Character.ENCLOSING_MARK, Character.LETTER_NUMBER -> false;
      case Character.OTHER_NUMBER -> spaced && !signed;
      case Character.END_PUNCTUATION -> spaced && !signed;
      default -> last != '.' || spaced || (first && rest.endsWith(".."));
    };
  }

  private static boolean startsLine(String rest, boolean first) {
    return rest.length() == 1 ? first : rest.charAt(rest.length() - 2) == '\n';
  }

  private static boolean wordStandsFree(
      String rest, int last, boolean spaced, boolean signed, boolean first, String currency) {
    String tail = TextTail.of(rest);
    if (NumberWords.BEFORE_PART.matcher(tail).find()) {
      return false;
    }
    int length = LetterScripts.wordAtEnd(tail);
    boolean command =
        length < tail.length() && "\\_^".indexOf(tail.charAt(tail.length() - length - 1)) >= 0;
    boolean oneLetter = length == Character.charCount(last) && LetterScripts.isVariable(last);
    boolean factor = oneLetter && (signed || (!first && "xX".indexOf(last) >= 0));
    if (command || factor) {
      return false;
    }
    if (spaced) {
      return true;
    }
    if (LetterScripts.isUnspaced(last)) {
      return !LetterScripts.isNumeral(last);
    }
    boolean ofCurrency = !currency.isEmpty() && Character.isUpperCase(last);
    return ofCurrency || (!signed && LetterScripts.mayTouch(last, oneLetter));
  }

  private static boolean bracketStandsFree(String rest, boolean first) {
    String outer = TextTail.trimmed(rest.substring(0, rest.length() - 1));
    boolean spaced = outer.length() < rest.length() - 1;
    if (outer.isEmpty()) {
      return first || spaced;
    }
    int before = outer.codePointBefore(outer.length());
    if (LetterScripts.isOfWord(before)) {
      int length = LetterScripts.wordAtEnd(TextTail.of(outer));
      boolean name = !LetterScripts.isUnspaced(before) && (!spaced || length == 1);
      return !name && !NumberWords.BEFORE_PART.matcher(TextTail.of(outer)).find();
    }
    return before == '\n'
        || BEFORE_BRACKET.indexOf(before) >= 0
        || (spaced && ".,;!?".indexOf(before) >= 0);
  }
}
