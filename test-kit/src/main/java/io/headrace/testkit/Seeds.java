package io.headrace.testkit;

import java.util.SplittableRandom;

/**
 * Checks properties over seeded random cases. Every test run uses the same cases, and a failure's
 * message contains the seed.
 */
public final class Seeds {
  private Seeds() {}

  /** A property of one random case. */
  @FunctionalInterface
  public interface Property {
    /** Draws a case from {@code random} and asserts what must hold for it. */
    void check(SplittableRandom random) throws Exception;
  }

  /**
   * Checks the property for the seeds 0 to {@code cases - 1}.
   *
   * @throws AssertionError at the first seed for which it does not hold, naming it
   */
  public static void forAll(int cases, Property property) {
    for (long seed = 0; seed < cases; seed++) {
      forSeed(seed, property);
    }
  }

  /** Checks the property for one seed, to reproduce a failure. */
  public static void forSeed(long seed, Property property) {
    try {
      property.check(new SplittableRandom(seed));
    } catch (AssertionError | Exception e) {
      throw new AssertionError("with seed " + seed + ": " + e.getMessage(), e);
    }
  }
}
