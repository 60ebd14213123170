package io.headrace.verifier.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "1+2*3, 7",
    "(1+2)*3, 9",
    "8-3-2, 3",
    "8/4/2, 1",
    "1/3+1/6, 1/2",
    "2-5, -3",
    "0/5, 0"
  })
  void operatorsHaveTheirUsualPrecedence(String text, String value) {
    assertThat(Expression.read(text))
        .isInstanceOfSatisfying(
            Expression.Valid.class, valid -> assertThat(valid.value().toString()).isEqualTo(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1+ | at character 3 a number or '(' was expected, not the end",
        "2**3 | at character 3 a number or '(' was expected, not '*'",
        "4 4 | at character 3 an operator or the end was expected, not '4'",
        "(1+2 | at character 5 ')' was expected, not the end",
        "1/(2-2) | it divides by zero",
        "1234567890123 | '1234567890123' is not a number that a task can give",
      })
  void theErrorOfAnInvalidExpressionNamesThePosition(String text, String reason) {
    assertThat(Expression.read(text)).isEqualTo(new Expression.Invalid(reason));
  }

  @Test
  void lengthAndDepthAreBounded() {
    assertThat(Expression.read("1+".repeat(200) + "1")).isInstanceOf(Expression.Invalid.class);
    assertThat(Expression.read("(".repeat(100) + "1" + ")".repeat(100)))
        .isEqualTo(new Expression.Invalid("its brackets are more than 32 deep"));
  }

  @Test
  void aRandomExpressionHasItsValueInDoubleArithmetic() {
    Random random = new Random(3);
    int compared = 0;
    for (int round = 0; round < 2_000; round++) {
      // Given
      StringBuilder text = new StringBuilder();
      double expected = random(random, text, 3);

      // When
      Expression expression = Expression.read(text.toString());

      // Then
      switch (expression) {
        case Expression.Valid(Rational value, var _) -> {
          double actual = value.numerator().doubleValue() / value.denominator().doubleValue();
          assertThat(actual).as(text.toString()).isCloseTo(expected, within(expected));
          compared++;
        }
        case Expression.Invalid(String reason) ->
            assertThat(reason).as(text.toString()).isEqualTo("it divides by zero");
      }
    }
    assertThat(compared).isGreaterThan(1_900);
  }

  private static Offset<Double> within(double expected) {
    return Offset.offset(1e-6 * Math.max(1, Math.abs(expected)));
  }

  /**
   * Writes a random expression of a depth and returns its value in floating point: the independent
   * oracle.
   */
  private static double random(Random random, StringBuilder text, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      int number = 1 + random.nextInt(99);
      text.append(number);
      return number;
    }
    text.append('(');
    double left = random(random, text, depth - 1);
    char operator = "+-*/".charAt(random.nextInt(4));
    text.append(operator);
    double right = random(random, text, depth - 1);
    text.append(')');
    return switch (operator) {
      case '+' -> left + right;
      case '-' -> left - right;
      case '*' -> left * right;
      default -> left / right;
    };
  }
}
