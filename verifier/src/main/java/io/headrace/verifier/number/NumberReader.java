package io.headrace.verifier.number;

import io.headrace.verifier.exact.Rational;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one written number: whole, decimal, with thousands commas, with an exponent, a fraction
 * {@code a/b} or {@code \frac{a}{b}}, a mixed number {@code 3 1/2}; with a sign, a currency sign, a
 * percent sign, a word such as {@code million}. A comma that does not part thousands makes it no
 * number, so decimal commas and lists are never guessed at.
 */
final class NumberReader {

  /** Longest text that is parsed as a number, in characters. */
  static final int LONGEST = 1_000;

  private static final int HIGHEST_EXPONENT = 400;
  private static final String DECIMAL =
      "(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9]++)(?:\\.[0-9]++)?|\\.[0-9]++";

  static final Pattern NUMBER =
      Pattern.compile(
          ("(?<sign>[+-]?(?:[$€£] ?)?[+-]?)(?:(?:(?<whole>[0-9]++)"
               + " ?)?\\\\frac(?:\\{(?<top>-?(?:DECIMAL))\\}\\{(?<bottom>DECIMAL)\\}|(?<tops>[0-9])(?<bottoms>[0-9]))|(?:(?<mixed>[0-9]++)"
               + " )?(?<numerator>DECIMAL) ?/"
               + " ?(?<denominator>DECIMAL)|(?<decimal>DECIMAL)(?:[eE](?<exponent>[+-]?[0-9]++))?)(?<suffix>"
               + " ?%| (?:percent|hundred|thousand|million|billion|trillion|dozen)\\b)?")
              .replace("DECIMAL", DECIMAL));

  private static final Pattern WORDS =
      Pattern.compile(" ?(?:\\p{L}{2,}|[mglsh])(?![\\p{L}0-9])[\\p{L} .²³/]*+");
  private static final Pattern EXPRESSION_OR_CHOICE =
      Pattern.compile(
          "\\p{L}(?!\\p{L})|[(\\[_\\\\^]|[,.]?[0-9]"
              + "|\\s*[-*/^+×÷–]+\\s*(?:\\.?[0-9]|[(\\\\])|[*/^+×÷]\\p{L}"
              + "|\\s+(?:or|and|to)\\s+[-+$€£]?\\.?[0-9]");

  private static final Pattern CHOICE = Pattern.compile("[0-9] or $");

  /** How far a sentence is read back from a number. */
  private static final int MOST_BEFORE = 32;

  private static final Map<String, Long> SCALES =
      Map.of(
          "hundred", 100L,
          "thousand", 1_000L,
          "million", 1_000_000L,
          "billion", 1_000_000_000L,
          "trillion", 1_000_000_000_000L,
          "dozen", 12L);

  private NumberReader() {}

  /**
   * Reads a text that is a number and, at most, its unit; after an equals sign only what follows it
   * counts.
   */
  static Optional<Quantity> whole(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String plain = PlainText.unwrapped(PlainText.of(text));
    String last = plain.substring(plain.lastIndexOf('=') + 1).strip();
    Matcher number = NUMBER.matcher(last);
    if (!number.lookingAt()) {
      return Optional.empty();
    }
    String rest = last.substring(number.end());
    return rest.isEmpty() || WORDS.matcher(rest).matches()
        ? quantity(number, rest)
        : Optional.empty();
  }

  /**
   * Reads the number at which a matcher of {@link #NUMBER} stands within a sentence, empty when it
   * is a part of an expression or one of several offered.
   */
  static Optional<Quantity> within(String sentence, Matcher number) {
    String rest = sentence.substring(number.end());
    boolean partial =
        EXPRESSION_OR_CHOICE.matcher(rest).lookingAt()
            || follows(
                sentence.substring(Math.max(0, number.start() - MOST_BEFORE), number.start()),
                "+-".indexOf(sentence.charAt(number.start())) >= 0);
    return partial || number.end() - number.start() > LONGEST
        ? Optional.empty()
        : quantity(number, "");
  }

  /** Whether what stands before a number, its own sign included, makes it a part of something. */
  private static boolean follows(String before, boolean signed) {
    int end = before.length();
    while (end > 0 && "*/^+-–×÷ ".indexOf(before.charAt(end - 1)) >= 0) {
      end--;
    }
    if (end == 0) {
      return false;
    }
    String operators = before.substring(end);
    char operand = before.charAt(end - 1);
    boolean number = (operand >= '0' && operand <= '9') || operand == ')';
    if (operators.isBlank()) {
      return (signed && number)
          || (operators.isEmpty()
              && (Character.isLetterOrDigit(operand) || ".,_{".indexOf(operand) >= 0))
          || CHOICE.matcher(before).find();
    }
    return number || (Character.isLetter(operand) && operators.indexOf(' ') < 0);
  }

  private static Optional<Quantity> quantity(Matcher number, String words) {
    Optional<Rational> magnitude = magnitude(number);
    String sign = number.group("sign");
    String suffix = number.group("suffix") == null ? "" : number.group("suffix").strip();
    Unit currency = Unit.of(sign.replaceAll("[-+ ]", ""));
    Unit counted = suffix.equals("%") || suffix.equals("percent") ? Unit.PERCENT : Unit.of(words);
    if (magnitude.isEmpty() || (!currency.isMissing() && counted.isPercent()) || twoSigns(sign)) {
      return Optional.empty();
    }
    Rational scaled = magnitude.get().times(Rational.of(SCALES.getOrDefault(suffix, 1L)));
    Rational value = sign.indexOf('-') < 0 ? scaled : Rational.of(0).minus(scaled);
    return Optional.of(
        new Quantity(
            value,
            SCALES.containsKey(suffix) ? 0 : decimals(number),
            currency.isMissing() ? counted : currency));
  }

  private static boolean twoSigns(String sign) {
    return sign.chars().filter(c -> c == '-' || c == '+').count() > 1;
  }

  private static Optional<Rational> magnitude(Matcher number) {
    if (number.group("decimal") != null) {
      return scientific(number.group("decimal"), number.group("exponent"));
    }
    String top = first(number, "top", "tops", "numerator");
    String bottom = first(number, "bottom", "bottoms", "denominator");
    String whole = first(number, "whole", "mixed");
    Rational divisor = Rational.of(decimal(bottom));
    if (divisor.numerator().signum() == 0) {
      return Optional.empty();
    }
    Rational fraction = Rational.of(decimal(top)).dividedBy(divisor);
    return Optional.of(whole.isEmpty() ? fraction : fraction.plus(Rational.of(decimal(whole))));
  }

  private static Optional<Rational> scientific(String decimal, @Nullable String exponent) {
    if (exponent == null) {
      return Optional.of(Rational.of(decimal(decimal)));
    }
    if (exponent.length() > 4 || Math.abs(Integer.parseInt(exponent)) > HIGHEST_EXPONENT) {
      return Optional.empty();
    }
    return Optional.of(Rational.of(decimal(decimal).scaleByPowerOfTen(Integer.parseInt(exponent))));
  }

  private static int decimals(Matcher number) {
    String decimal = number.group("decimal");
    if (decimal == null || number.group("exponent") != null) {
      return 0;
    }
    int point = decimal.indexOf('.');
    return point < 0 ? 0 : decimal.length() - point - 1;
  }

  private static BigDecimal decimal(String written) {
    return new BigDecimal(written.replace(",", ""));
  }

  private static String first(Matcher number, String... groups) {
    for (String group : groups) {
      String text = number.group(group);
      if (text != null) {
        return text;
      }
    }
    return "";
  }
}
