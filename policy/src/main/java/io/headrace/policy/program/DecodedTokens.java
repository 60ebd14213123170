package io.headrace.policy.program;

/**
 * What a chunk of decode steps sampled. A slot that met a stop token (included) or its limit has
 * {@link #NONE} from then on.
 *
 * @param tokens [steps][n]
 * @param logProbs [steps][n] float32 log-probs under softmax(logits / temperature); of greedy slots
 *     under softmax(logits); 0 where there is no token
 */
@SuppressWarnings("ArrayRecordComponent") // Hot: handed to the engine as they are.
public record DecodedTokens(int[][] tokens, float[][] logProbs) {
  /** Stands where a slot has already ended. */
  public static final int NONE = -1;
}
