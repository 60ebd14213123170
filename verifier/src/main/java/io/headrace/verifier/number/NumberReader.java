package io.headrace.verifier.number;

import io.headrace.verifier.exact.Rational;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one number out of a text in {@link CharacterNormalizer plain characters} without {@link
 * MarkupRemover}: alone, or within a sentence. A number that is a part of an operation, a range, a
 * ratio or a list is not read, and nothing is evaluated.
 */
final class NumberReader {

  private static final Pattern SEVERAL_EQUATIONS =
      Pattern.compile(
          "[;&\\n]|,(?![0-9]{2,3}(?![0-9]))|(?<![\\p{L}])(?:or|and)(?![\\p{L}])|[或和与]",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ASSIGNED =
      Pattern.compile("(?<![\\p{L}0-9])(\\p{L}[0-9']?) ?= ?[-—+]? ?$");
  private static final Pattern OTHER_EQUATION =
      Pattern.compile("[$ ]*[,;] ?\\p{L}[0-9']? ?= ?[-—+]?");
  private static final Pattern PUNCTUATION_ONLY = Pattern.compile("[\\p{P}\\p{S} ]*+");
  private static final Pattern SENTENCE_END = Pattern.compile("[.!?] ");

  /**
   * Words of scripts without blanks that may precede the number of an answer without a sentence.
   */
  private static final Pattern UNSPACED_WORD = Pattern.compile("[\\p{L}≈~ ]{0,12}");

  private NumberReader() {}

  /**
   * Reads a text that is a number and, at most, its unit; after an equals sign only what follows it
   * counts.
   */
  static Optional<NumberValue> whole(String text) {
    if (text.length() > NumberToken.LONGEST) {
      return Optional.empty();
    }
    String plain = MarkupRemover.unwrapped(MarkupRemover.removed(text));
    int equals = plain.lastIndexOf('=');
    if (equals >= 0 && !lastOfOne(plain, equals)) {
      return Optional.empty();
    }
    String last = MarkupRemover.unwrapped(afterEquals(plain, equals));
    List<NumberToken> tokens = NumberToken.all(last);
    return tokens.size() == 1 ? alone(last, tokens.getFirst()) : Optional.empty();
  }

  /** Whether the equals sign at an index ends one chain of equations, and is one. */
  private static boolean lastOfOne(String text, int equals) {
    boolean unequal = equals > 0 && "!<>≠".indexOf(text.charAt(equals - 1)) >= 0;
    return !unequal && !SEVERAL_EQUATIONS.matcher(text.substring(0, equals)).find();
  }

  /** What follows an equals sign or an arrow {@code =>}; all of the text when there is none. */
  private static String afterEquals(String text, int equals) {
    return text.substring(equals >= 0 && text.startsWith("=>", equals) ? equals + 2 : equals + 1);
  }

  private static Optional<NumberValue> alone(String text, NumberToken token) {
    String after = text.substring(token.end());
    int closing = TextAfterNumber.dollarsClosing(after);
    String unit = after.substring(closing == after.length() ? 0 : closing);
    Optional<TextBeforeNumber> before =
        TextBeforeNumber.of(
            text.substring(0, token.start()), true, 0, TextBeforeNumber.Place.MARKED);
    return before
        .filter(b -> UNSPACED_WORD.matcher(b.rest()).matches() && isUnspaced(b.rest()))
        .filter(b -> TextAfterNumber.isUnit(unit))
        .flatMap(b -> quantity(b, token, unit));
  }

  private static boolean isUnspaced(String word) {
    return word.codePoints()
        .allMatch(
            c ->
                c == ' '
                    || c == '≈'
                    || c == '~'
                    || (LetterScripts.isUnspaced(c) && !LetterScripts.isNumeral(c)));
  }

  /**
   * Reads one of the numbers of a text.
   *
   * @param place whether the text starts where the response marks its answer
   */
  static Optional<NumberValue> within(
      String text, List<NumberToken> tokens, int index, TextBeforeNumber.Place place) {
    NumberToken token = tokens.get(index);
    int from = index == 0 ? 0 : tokens.get(index - 1).end();
    boolean next = index + 1 < tokens.size();
    String after =
        text.substring(token.end(), next ? tokens.get(index + 1).start() : text.length());
    String before = text.substring(from, token.start());
    boolean joined =
        (index > 0
                && (areJoined(before, false)
                    || isOtherVariable(text, tokens.get(index - 1), before)))
            || (next && areJoined(after, place == TextBeforeNumber.Place.MARKED))
            || (next && OTHER_EQUATION.matcher(TextTail.head(after)).matches())
            || !TextAfterNumber.standsFree(after, next);
    return joined
        ? Optional.empty()
        : TextBeforeNumber.of(before, index == 0, TextAfterNumber.dollarsClosing(after), place)
            .flatMap(b -> quantity(b, token, ""));
  }

  /**
   * Whether the text between two numbers makes them a list, a range, a ratio or an operation.
   *
   * @param ofOneAnswer whether the first is the answer, so that words between do not separate them
   */
  private static boolean areJoined(String between, boolean ofOneAnswer) {
    String near = between.length() > 160 ? between.substring(between.length() - 160) : between;
    if (near.indexOf('\n') >= 0 || near.indexOf('→') >= 0) {
      return false;
    }
    if (near.indexOf('=') >= 0) {
      return NumberWords.OFFERS.matcher(near).find();
    }
    if (PUNCTUATION_ONLY.matcher(near).matches()) {
      return !SENTENCE_END.matcher(near).find();
    }
    if (SENTENCE_END.matcher(near).find()) {
      return false;
    }
    Matcher list = NumberWords.LISTS.matcher(near);
    boolean listed = list.find() && (ofOneAnswer || near.substring(0, list.start()).isBlank());
    return listed || NumberWords.OFFERS.matcher(near).find();
  }

  /** Whether two numbers are the values of two variables: {@code x = 1, y = 2}. */
  private static boolean isOtherVariable(String text, NumberToken previous, String between) {
    Matcher second = ASSIGNED.matcher(TextTail.of(between));
    Matcher first = ASSIGNED.matcher(TextTail.of(text.substring(0, previous.start())));
    return between.indexOf('\n') < 0
        && second.find()
        && first.find()
        && !second.group(1).equals(first.group(1));
  }

  private static Optional<NumberValue> quantity(
      TextBeforeNumber before, NumberToken token, String words) {
    NumberUnit currency = NumberUnit.of(before.currency());
    return token
        .size()
        .filter(size -> !size.percent() || (currency.isMissing() && words.isBlank()))
        .map(
            size ->
                new NumberValue(
                    before.negative() ? Rational.of(0).minus(size.value()) : size.value(),
                    size.decimals(),
                    size.percent()
                        ? NumberUnit.PERCENT
                        : currency.isMissing() ? NumberUnit.of(words) : currency));
  }
}
