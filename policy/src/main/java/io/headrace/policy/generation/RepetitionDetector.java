package io.headrace.policy.generation;

/**
 * Finds out whether a sample's last tokens repeat, in time proportional to the longest piece for
 * each token: for every piece length it counts how many tokens in a row equal the one that is a
 * piece before them.
 */
final class RepetitionDetector {

  private final RepetitionRule rule;
  private final int[] matches;

  RepetitionDetector(RepetitionRule rule) {
    this.rule = rule;
    this.matches = new int[rule.enabled() ? rule.longestPiece() + 1 : 0];
  }

  /**
   * Takes note of the token at {@code tokens[last]}; those before it were noted in order.
   *
   * @return whether the sample repeats itself now
   */
  boolean add(int[] tokens, int last) {
    boolean repeated = false;
    int longest = Math.min(matches.length - 1, last);
    for (int piece = 1; piece <= longest; piece++) {
      matches[piece] = tokens[last] == tokens[last - piece] ? matches[piece] + 1 : 0;
      repeated |= matches[piece] + piece >= rule.span(piece);
    }
    return repeated;
  }
}
