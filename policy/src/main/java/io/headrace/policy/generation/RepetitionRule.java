package io.headrace.policy.generation;

/**
 * When a sample repeats itself: its last tokens are one piece of at most {@code longestPiece}
 * tokens, {@code repeats} times over, and at least twice {@code longestPiece} tokens in all, so
 * that a short run of one token (a ruler, an indentation) is no repetition.
 *
 * @param longestPiece longest piece that is looked for, in tokens
 * @param repeats how often the piece must stand there; 0 never ends a sample
 */
public record RepetitionRule(int longestPiece, int repeats) {

  public RepetitionRule {
    if (longestPiece < 1 || repeats < 0 || repeats == 1) {
      throw new IllegalArgumentException(
          "repetition needs a piece of at least 1 token and 0 or at least 2 repeats, not "
              + longestPiece
              + " and "
              + repeats);
    }
  }

  /** Lets every sample repeat itself. */
  public static RepetitionRule never() {
    return new RepetitionRule(1, 0);
  }

  boolean enabled() {
    return repeats > 0;
  }

  /** Fewest tokens that a repeated piece of this length covers when it counts. */
  int span(int piece) {
    return Math.max(piece * repeats, 2 * longestPiece);
  }
}
