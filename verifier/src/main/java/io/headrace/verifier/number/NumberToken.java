package io.headrace.verifier.number;

import io.headrace.verifier.exact.Rational;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number in a text, without its sign and unit.
 *
 * @param start index of its first digit, or of the point before it
 * @param end index after its last character, a percent sign or a scale word included
 * @param size its value, empty when the characters are no number, such as {@code 1,8}
 */
record NumberToken(int start, int end, Optional<Size> size) {

  /** Longest run of characters that is parsed as a number. */
  static final int LONGEST = 1_000;

  private static final int HIGHEST_EXPONENT = 400;

  /**
   * Plain digits, thousands with commas (Western or Indian) or with single blanks, a decimal part.
   */
  private static final String DECIMAL =
      "(?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]{1,2}(?:,[0-9]{2}(?![0-9]))++,[0-9]{3}|[0-9]++)(?:\\.[0-9]++)?|\\.[0-9]++";

  private static final Pattern WRITTEN = Pattern.compile(DECIMAL);
  private static final Pattern EXPONENT = Pattern.compile("[eE]([+-]?[0-9]++)(?![0-9]|[.,][0-9])");
  private static final Pattern SLASH = Pattern.compile(" ?/ ?(?=[0-9.])");

  /**
   * A value as it was written.
   *
   * @param value exactly, not negative
   * @param decimals digits after the point; 0 for a fraction, a power of ten or a scale word
   * @param percent whether a percent sign or word follows
   */
  record Size(Rational value, int decimals, boolean percent) {}

  /** All numbers of a text in order. Time is linear in its length. */
  static List<NumberToken> all(String text) {
    List<NumberToken> tokens = new ArrayList<>();
    int next = 0;
    while (true) {
      int digit = nextDigit(text, next);
      if (digit < 0) {
        return tokens;
      }
      NumberToken token = at(text, startOf(text, digit, next));
      tokens.add(token);
      next = token.end;
    }
  }

  private static int nextDigit(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (isDigit(text, i)) {
        return i;
      }
    }
    return -1;
  }

  /** The single point before a digit belongs to the number: {@code .5}. */
  private static int startOf(String text, int digit, int from) {
    boolean point = digit > from && text.charAt(digit - 1) == '.';
    boolean dots = point && digit - 1 > from && text.charAt(digit - 2) == '.';
    return point && !dots ? digit - 1 : digit;
  }

  private static NumberToken at(String text, int start) {
    int end = runEnd(text, start);
    Optional<BigDecimal> decimal = decimal(text.substring(start, end));
    Matcher exponent = at(EXPONENT, text, end);
    if (isOneOf("eE", text, end) && exponent.lookingAt()) {
      return finished(text, start, exponent.end(), power(decimal, exponent.group(1)));
    }
    int divisor = divisorStart(text, end);
    if (divisor >= 0) {
      int last = runEnd(text, divisor);
      return finished(text, start, last, ratio(decimal, text.substring(divisor, last)));
    }
    int numerator = numeratorOfMixed(text, start, end);
    return numerator >= 0
        ? mixed(text, start, numerator, decimal)
        : finished(text, start, end, decimal.map(NumberToken::plain));
  }

  private static NumberToken mixed(
      String text, int start, int numerator, Optional<BigDecimal> whole) {
    int end = runEnd(text, numerator);
    int divisor = divisorStart(text, end);
    int last = runEnd(text, divisor);
    Optional<Size> fraction =
        ratio(decimal(text.substring(numerator, end)), text.substring(divisor, last));
    return finished(
        text,
        start,
        last,
        fraction.flatMap(
            part -> whole.map(w -> new Size(part.value.plus(Rational.of(w)), 0, false))));
  }

  /** Where the fraction of a mixed number such as {@code 3 1/2} starts, or -1. */
  private static int numeratorOfMixed(String text, int start, int end) {
    boolean whole = text.substring(start, end).indexOf('.') < 0;
    if (!whole || !text.startsWith(" ", end) || !isDigit(text, end + 1)) {
      return -1;
    }
    return divisorStart(text, runEnd(text, end + 1)) >= 0 ? end + 1 : -1;
  }

  private static int divisorStart(String text, int end) {
    Matcher slash = at(SLASH, text, end);
    return isOneOf(" /", text, end) && slash.lookingAt() ? slash.end() : -1;
  }

  /** The token with the percent sign or scale word that follows. */
  private static NumberToken finished(String text, int start, int end, Optional<Size> size) {
    if (end == text.length() || isOneOf(".,:;!?=\n)$", text, end)) {
      return new NumberToken(start, end, size);
    }
    Matcher percent = at(NumberWords.PERCENT, text, end);
    if (percent.lookingAt()) {
      return new NumberToken(
          start, percent.end(), size.map(s -> new Size(s.value, s.decimals, true)));
    }
    Matcher scale = at(NumberWords.SCALE, text, end);
    if (scale.lookingAt()) {
      Rational factor = Rational.of(NumberWords.scale(scale.group()));
      return new NumberToken(
          start, scale.end(), size.map(s -> new Size(s.value.times(factor), 0, false)));
    }
    return new NumberToken(start, end, size);
  }

  private static Matcher at(Pattern pattern, String text, int start) {
    return pattern.matcher(text).region(start, text.length()).useTransparentBounds(true);
  }

  /**
   * The end of the run of digits with single points and commas, or thousands separated by blanks.
   */
  private static int runEnd(String text, int start) {
    int end = start;
    while (isDigit(text, end)
        || (isSeparator(text, end) && isDigit(text, end + 1))
        || isThousandsBlank(text, start, end)) {
      end++;
    }
    return end;
  }

  private static boolean isSeparator(String text, int at) {
    return at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == ',');
  }

  private static boolean isThousandsBlank(String text, int start, int at) {
    boolean blank = at < text.length() && text.charAt(at) == ' ';
    boolean three =
        blank && isDigit(text, at + 1) && isDigit(text, at + 2) && isDigit(text, at + 3);
    if (!three || isDigit(text, at + 4) || text.startsWith("/", at + 4)) {
      return false;
    }
    int digits = 0;
    while (digits < 4 && at - digits > start && isDigit(text, at - digits - 1)) {
      digits++;
    }
    boolean first = at - digits == start;
    boolean later = digits == 3 && !first && text.charAt(at - digits - 1) == ' ';
    return digits <= 3 && (first || later);
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static boolean isOneOf(String characters, String text, int at) {
    return at < text.length() && characters.indexOf(text.charAt(at)) >= 0;
  }

  private static Optional<BigDecimal> decimal(String written) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    String joined = written.replace(" ", "");
    boolean mixedMarks = joined.length() < written.length() && joined.indexOf(',') >= 0;
    return mixedMarks || !WRITTEN.matcher(joined).matches()
        ? Optional.empty()
        : Optional.of(new BigDecimal(joined.replace(",", "")));
  }

  private static Size plain(BigDecimal decimal) {
    return new Size(Rational.of(decimal), Math.max(0, decimal.scale()), false);
  }

  private static Optional<Size> power(Optional<BigDecimal> decimal, String exponent) {
    if (exponent.length() > 4 || Math.abs(Integer.parseInt(exponent)) > HIGHEST_EXPONENT) {
      return Optional.empty();
    }
    return decimal.map(
        d -> new Size(Rational.of(d.scaleByPowerOfTen(Integer.parseInt(exponent))), 0, false));
  }

  private static Optional<Size> ratio(Optional<BigDecimal> top, String bottom) {
    return top.flatMap(
        numerator ->
            decimal(bottom)
                .filter(divisor -> divisor.signum() != 0)
                .map(
                    divisor ->
                        new Size(
                            Rational.of(numerator).dividedBy(Rational.of(divisor)), 0, false)));
  }
}
