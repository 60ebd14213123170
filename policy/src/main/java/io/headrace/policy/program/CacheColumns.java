package io.headrace.policy.program;

/**
 * The number of columns of a key-value cache for its longest sequence.
 *
 * <p>A multiple of 16, so that vectors are full and there are few shapes; from 256 tokens on a
 * multiple of about an eighth of the tokens, so that a growing sequence is copied a bounded number
 * of times and at most an eighth of the columns are unused.
 */
final class CacheColumns {
  private static final int STEP = 16;
  private static final int STEPS = 8;

  private CacheColumns() {}

  /**
   * @param tokens length of the longest sequence, at most {@code capacity}
   * @param capacity maximum number of columns
   */
  static int of(int tokens, int capacity) {
    int step = Math.max(STEP, Integer.highestOneBit(Math.max(1, tokens - 1)) / STEPS);
    return Math.min(Math.ceilDiv(tokens, step) * step, capacity);
  }
}
