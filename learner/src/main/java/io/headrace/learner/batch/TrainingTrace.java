package io.headrace.learner.batch;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * A trace that a step trains on.
 *
 * <p>Hot: the arrays are not copied and must not be changed.
 *
 * @param id traceId of a scored trace, promptId of a demonstration
 * @param prompt token ids of the prompt
 * @param response token ids of the response, the end-of-sequence token included where there is one
 * @param mask per response token, whether it is trained on
 * @param rolloutLogProbs log-prob of each response token under the distribution it was sampled
 *     from, nats; empty for a demonstration
 * @param temperature softmax temperature of the sampling; 1 for a demonstration
 * @param reward the shaped reward, 0 for a demonstration
 * @param staleness of its trained tokens
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainingTrace(
    String id,
    int[] prompt,
    int[] response,
    boolean[] mask,
    float[] rolloutLogProbs,
    double temperature,
    double reward,
    Staleness staleness) {

  /** Checks that neither part is empty and that the lengths agree. */
  public TrainingTrace {
    if (prompt.length == 0 || response.length == 0) {
      throw new IllegalArgumentException(
          "[trace=%s] a trace needs a prompt and a response: %d and %d tokens"
              .formatted(id, prompt.length, response.length));
    }
    if (rolloutLogProbs.length != 0 && rolloutLogProbs.length != response.length) {
      throw new IllegalArgumentException(
          "[trace=%s] %d log-probs for %d response tokens"
              .formatted(id, rolloutLogProbs.length, response.length));
    }
    if (mask.length != response.length) {
      throw new IllegalArgumentException(
          "[trace=%s] a mask of %d for %d response tokens"
              .formatted(id, mask.length, response.length));
    }
  }

  /** A trace all of whose response tokens are trained on. */
  public TrainingTrace(
      String id,
      int[] prompt,
      int[] response,
      float[] rolloutLogProbs,
      double temperature,
      double reward,
      Staleness staleness) {
    this(
        id,
        prompt,
        response,
        allTrue(response.length),
        rolloutLogProbs,
        temperature,
        reward,
        staleness);
  }

  /** A demonstration for supervised fine-tuning. */
  public static TrainingTrace demonstration(String id, int[] prompt, int[] response) {
    return new TrainingTrace(id, prompt, response, new float[0], 1, 0, Staleness.NONE);
  }

  /** What estimators read of the trace, with the inputs they declared. */
  RewardedTrace outcome(Map<TokenInput, float[]> inputs) {
    Map<TokenInput, double[]> exact = new EnumMap<>(TokenInput.class);
    inputs.forEach((input, values) -> exact.put(input, exact(values)));
    return new RewardedTrace(reward, mask, exact);
  }

  private static double[] exact(float[] values) {
    double[] exact = new double[values.length];
    for (int token = 0; token < exact.length; token++) {
      exact[token] = values[token];
    }
    return exact;
  }

  /** Tokens of the response that are trained on. */
  public int trainedTokens() {
    return TrainedTokens.count(mask);
  }

  /** Whether any token of the response is trained on; otherwise only its reward is used. */
  public boolean isTrained() {
    return trainedTokens() > 0;
  }

  /** Tokens of prompt and response together. */
  public int length() {
    return prompt.length + response.length;
  }

  private static boolean[] allTrue(int length) {
    boolean[] mask = new boolean[length];
    Arrays.fill(mask, true);
    return mask;
  }
}
