package io.headrace.policy.generation;

/**
 * Defines when a sample ends because of repetition: its last tokens are {@code repeats} times a
 * sequence of at most {@code maxPeriod} tokens, and at least twice {@code maxPeriod} tokens in
 * total, so that a short run of one token, such as an indentation, is not a repetition.
 *
 * @param maxPeriod maximum length of the repeated sequence, in tokens
 * @param repeats number of repetitions that end a sample; 0 never ends one
 */
public record RepetitionRule(int maxPeriod, int repeats) {

  public RepetitionRule {
    if (maxPeriod < 1 || repeats < 0 || repeats == 1) {
      throw new IllegalArgumentException(
          "repetition needs a period of at least 1 token and 0 or at least 2 repeats, not "
              + maxPeriod
              + " and "
              + repeats);
    }
  }

  /** A rule that never ends a sample. */
  public static RepetitionRule never() {
    return new RepetitionRule(1, 0);
  }

  boolean enabled() {
    return repeats > 0;
  }

  /** Minimum number of tokens that repetitions with this period must have. */
  int span(int period) {
    return Math.max(period * repeats, 2 * maxPeriod);
  }
}
