package io.headrace.policy.program;

/**
 * The tokens that each slot may draw in a decode step, for constrained decoding. The array is read
 * during the call and not kept.
 *
 * @param allowed [n][vocabulary] whether slot i may draw token t; at least one token of each slot
 */
@SuppressWarnings("ArrayRecordComponent") // Hot: handed to the engine as it is.
public record AllowedTokens(boolean[][] allowed) {

  public AllowedTokens {
    for (int row = 0; row < allowed.length; row++) {
      if (!any(allowed[row])) {
        throw new IllegalArgumentException(
            "the mask allows slot %d no token; allow at least its end-of-sequence token"
                .formatted(row));
      }
    }
  }

  /** Number of slots. */
  public int rows() {
    return allowed.length;
  }

  private static boolean any(boolean[] row) {
    for (boolean each : row) {
      if (each) {
        return true;
      }
    }
    return false;
  }
}
