package io.headrace.verifier.exact;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A recursive-descent parser that evaluates the expression. For one use on one thread.
 *
 * <pre>
 * sum     = product { ("+" | "-") product }
 * product = factor  { ("*" | "/") factor }
 * factor  = digits | "(" sum ")"
 * </pre>
 */
final class ExpressionReader {

  static final int LONGEST = 256;
  static final int DEEPEST = 32;
  static final int MOST_DIGITS = 12;

  /** Ends the recursion; caught in this class. */
  private static final class Rejected extends RuntimeException {
    private static final long serialVersionUID = 1;

    Rejected(String reason) {
      super(reason, null, false, false);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  private final String text;
  private final List<BigInteger> numbers = new ArrayList<>();
  private int position;
  private int depth;

  ExpressionReader(String text) {
    this.text = text;
  }

  Expression read() {
    if (text.length() > LONGEST) {
      return new Expression.Invalid(
          "it has " + text.length() + " characters, more than the " + LONGEST + " allowed");
    }
    try {
      Rational value = sum();
      if (position < text.length()) {
        throw unexpected("an operator or the end");
      }
      return new Expression.Valid(value, numbers);
    } catch (Rejected rejected) {
      return new Expression.Invalid(rejected.reason());
    }
  }

  private Rational sum() {
    Rational value = product();
    while (true) {
      if (takes('+')) {
        value = value.plus(product());
      } else if (takes('-')) {
        value = value.minus(product());
      } else {
        return value;
      }
    }
  }

  private Rational product() {
    Rational value = factor();
    while (true) {
      if (takes('*')) {
        value = value.times(factor());
      } else if (takes('/')) {
        value = quotient(value, factor());
      } else {
        return value;
      }
    }
  }

  private Rational quotient(Rational value, Rational divisor) {
    if (divisor.numerator().signum() == 0) {
      throw new Rejected("it divides by zero");
    }
    return value.dividedBy(divisor);
  }

  private Rational factor() {
    if (takes('(')) {
      if (++depth > DEEPEST) {
        throw new Rejected("its brackets are more than " + DEEPEST + " deep");
      }
      Rational value = sum();
      if (!takes(')')) {
        throw unexpected("')'");
      }
      depth--;
      return value;
    }
    return number();
  }

  private Rational number() {
    int start = position;
    while (position < text.length() && isDigit(text.charAt(position))) {
      position++;
    }
    String digits = text.substring(start, position);
    if (digits.isEmpty()) {
      throw unexpected("a number or '('");
    }
    if (digits.length() > MOST_DIGITS || (digits.length() > 1 && digits.charAt(0) == '0')) {
      throw new Rejected("'" + digits + "' is not a number that a task can give");
    }
    BigInteger number = new BigInteger(digits);
    numbers.add(number);
    skipSpaces();
    return Rational.of(number);
  }

  private boolean takes(char expected) {
    skipSpaces();
    if (position < text.length() && text.charAt(position) == expected) {
      position++;
      skipSpaces();
      return true;
    }
    return false;
  }

  private void skipSpaces() {
    while (position < text.length() && text.charAt(position) == ' ') {
      position++;
    }
  }

  private Rejected unexpected(String expected) {
    String found = position < text.length() ? "'" + text.charAt(position) + "'" : "the end";
    return new Rejected(
        "at character " + (position + 1) + " " + expected + " was expected, not " + found);
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
