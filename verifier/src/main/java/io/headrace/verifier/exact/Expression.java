package io.headrace.verifier.exact;

import java.math.BigInteger;
import java.util.List;

/** The result of reading an arithmetic expression. */
public sealed interface Expression {

  /**
   * An expression and its value.
   *
   * @param value exactly
   * @param numbers the numbers in it, from left to right
   */
  record Valid(Rational value, List<BigInteger> numbers) implements Expression {

    public Valid {
      numbers = List.copyOf(numbers);
    }
  }

  /**
   * Not an expression.
   *
   * @param reason one clause: what is wrong and where
   */
  record Invalid(String reason) implements Expression {}

  /**
   * Reads whole numbers, {@code + - * /} and brackets, and nothing else: no powers, no integer
   * division, no signs, no decimal point, no digits joined by spaces. Length, depth and digits are
   * limited.
   */
  static Expression read(String text) {
    return new ExpressionReader(text).read();
  }
}
