package io.headrace.policy.generation;

/**
 * The beginning of one sample's response, which the decoder continues: the tokens of a partial
 * rollout, or of earlier turns with the environment's tokens.
 *
 * @param sample number of the sample in its request, from 0
 * @param tokens [n] token ids, at least one; must not be modified afterwards
 * @param logProbs [n] float32 log-probability in nats of each token, passed on unchanged
 */
@SuppressWarnings("ArrayRecordComponent") // Hot: handed on as they are.
public record SamplePrefix(int sample, int[] tokens, float[] logProbs) {

  public SamplePrefix {
    if (sample < 0 || tokens.length == 0 || logProbs.length != tokens.length) {
      throw new IllegalArgumentException(
          "[sample=%d] a prefix needs a token and as many log-probs as tokens: %d tokens, %d log-probs"
              .formatted(sample, tokens.length, logProbs.length));
    }
  }
}
