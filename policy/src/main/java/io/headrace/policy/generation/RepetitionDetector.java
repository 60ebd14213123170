package io.headrace.policy.generation;

/**
 * Detects whether a sample's last tokens repeat a sequence, in time proportional to the maximum
 * period per token: for every period p it counts how many tokens in a row equal the token p
 * positions before them.
 */
final class RepetitionDetector {

  private final RepetitionRule rule;
  private final int[] matches;

  RepetitionDetector(RepetitionRule rule) {
    this.rule = rule;
    this.matches = new int[rule.enabled() ? rule.maxPeriod() + 1 : 0];
  }

  /**
   * Adds the token at {@code tokens[last]}; the tokens before it must have been added in order.
   *
   * @return whether the last tokens now repeat a sequence
   */
  boolean add(int[] tokens, int last) {
    boolean repeated = false;
    int maximum = Math.min(matches.length - 1, last);
    for (int period = 1; period <= maximum; period++) {
      matches[period] = tokens[last] == tokens[last - period] ? matches[period] + 1 : 0;
      repeated |= matches[period] + period >= rule.span(period);
    }
    return repeated;
  }
}
