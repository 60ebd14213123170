package io.headrace.policy.program;

/**
 * The tokens of a chunk of decode steps. After a stop token, which is included, or its limit a slot
 * has {@link #NONE}.
 *
 * @param tokens [steps][n]
 * @param logProbs [steps][n] float32 log-probs under softmax(logits / temperature); for temperature
 *     0 under softmax(logits); 0 where there is no token
 */
@SuppressWarnings("ArrayRecordComponent") // Hot: handed to the engine as they are.
public record DecodedTokens(int[][] tokens, float[][] logProbs) {
  /** The value after the end of a slot. */
  public static final int NONE = -1;
}
