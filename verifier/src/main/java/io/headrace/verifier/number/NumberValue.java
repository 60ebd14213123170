package io.headrace.verifier.number;

import io.headrace.verifier.exact.Rational;
import java.math.BigInteger;

/**
 * A number as it was written.
 *
 * @param value exactly
 * @param decimals digits after the point, 0 when it was not written as a decimal
 * @param unit its unit
 */
record NumberValue(Rational value, int decimals, NumberUnit unit) {

  private static final Rational HUNDRED = Rational.of(100);

  /**
   * Whether this answer is the gold one. Exact, with two exceptions: a gold decimal equals every
   * value that rounds to its digits; and when only one side has a percent sign, 10% is 10 or 0.1.
   */
  boolean answers(NumberValue gold) {
    if (!unit.goesWith(gold.unit)) {
      return false;
    }
    if (gold.takes(value)) {
      return true;
    }
    if (unit.isPercent() == gold.unit.isPercent()) {
      return false;
    }
    return gold.unit.isPercent()
        ? gold.hundredth().takes(value)
        : gold.takes(value.dividedBy(HUNDRED));
  }

  private NumberValue hundredth() {
    return new NumberValue(
        value.dividedBy(HUNDRED), decimals == 0 ? 0 : decimals + 2, NumberUnit.NONE);
  }

  /** Whether a value is this one, or within half a unit of its last decimal. */
  private boolean takes(Rational other) {
    if (decimals == 0) {
      return value.equals(other);
    }
    Rational halfStep = new Rational(BigInteger.ONE, BigInteger.TEN.pow(decimals).shiftLeft(1));
    return value.minus(other).absolute().compareTo(halfStep) <= 0;
  }

  @Override
  public String toString() {
    return unit.isMissing() ? value.toString() : value + " " + unit.name();
  }
}
