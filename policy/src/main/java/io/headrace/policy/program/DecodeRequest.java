package io.headrace.policy.program;

import java.util.Optional;

/**
 * The state of slots 0 to n - 1 before a chunk of decode steps. Arrays are read during the call and
 * not kept.
 *
 * @param tokens [n] each slot's last token, whose keys and values are not in the cache yet
 * @param positions [n] the column of that token: the tokens before it are columns 0 to position - 1
 * @param limits [n] maximum number of tokens of the sequence in the slot, including the prompt; at
 *     most the cache's capacity
 * @param temperatures [n] divides the logits; 0 selects the most probable token
 * @param uniforms [steps][n] random numbers in [0, 1) that choose the tokens
 * @param stopIds tokens after which a slot ends
 * @param mask the tokens that each slot may draw; only with one step, since the tokens allowed next
 *     depend on the token drawn
 */
@SuppressWarnings("ArrayRecordComponent") // Hot: handed to the engine as they are.
public record DecodeRequest(
    int[] tokens,
    int[] positions,
    int[] limits,
    float[] temperatures,
    float[][] uniforms,
    int[] stopIds,
    Optional<AllowedTokens> mask) {

  public DecodeRequest {
    int rows = tokens.length;
    if (rows == 0 || uniforms.length == 0) {
      throw new IllegalArgumentException("decoding needs at least one slot and one step");
    }
    require(positions.length == rows, "positions", positions.length, rows);
    require(limits.length == rows, "limits", limits.length, rows);
    require(temperatures.length == rows, "temperatures", temperatures.length, rows);
    for (float[] step : uniforms) {
      require(step.length == rows, "uniforms of a step", step.length, rows);
    }
    if (mask.isPresent()) {
      require(mask.get().rows() == rows, "the mask", mask.get().rows(), rows);
      requireOneStep(uniforms.length);
    }
  }

  /** A request in which every slot may draw any token. */
  public DecodeRequest(
      int[] tokens,
      int[] positions,
      int[] limits,
      float[] temperatures,
      float[][] uniforms,
      int[] stopIds) {
    this(tokens, positions, limits, temperatures, uniforms, stopIds, Optional.empty());
  }

  /** Number of decoded slots, which are the first ones of the cache. */
  public int rows() {
    return tokens.length;
  }

  /** Maximum number of tokens drawn per slot. */
  public int steps() {
    return uniforms.length;
  }

  private static void requireOneStep(int steps) {
    if (steps != 1) {
      throw new IllegalArgumentException(
          "a mask is for one step, not %d; draw one token per call".formatted(steps));
    }
  }

  private static void require(boolean holds, String what, int actual, int expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s must have one value per slot, %d, not %d".formatted(what, expected, actual));
    }
  }
}
