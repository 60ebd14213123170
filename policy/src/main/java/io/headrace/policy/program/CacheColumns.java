package io.headrace.policy.program;

/**
 * How many columns a key-value cache has for its longest sequence.
 *
 * <p>In steps of sixteen, so that vectors are full and shapes are few; in steps of about an eighth
 * of the tokens from 256 on, so that a long sequence is copied a bounded number of times while it
 * grows and at most an eighth is read in vain.
 */
final class CacheColumns {
  private static final int STEP = 16;
  private static final int STEPS = 8;

  private CacheColumns() {}

  /**
   * @param tokens of the longest sequence, at most {@code capacity}
   * @param capacity the most columns
   */
  static int of(int tokens, int capacity) {
    int step = Math.max(STEP, Integer.highestOneBit(Math.max(1, tokens - 1)) / STEPS);
    return Math.min(Math.ceilDiv(tokens, step) * step, capacity);
  }
}
