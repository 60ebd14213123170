package io.headrace.learner.batch;

import java.util.Map;

/**
 * What advantage estimators and aggregations read of a trace.
 *
 * <p>Hot: the arrays are not copied and must not be changed.
 *
 * @param reward the shaped reward of the whole response
 * @param mask per response token, whether it is trained on
 * @param inputs the inputs an estimator declared, one value per response token
 */
@SuppressWarnings("ArrayRecordComponent")
public record RewardedTrace(double reward, boolean[] mask, Map<TokenInput, double[]> inputs) {

  /** Copies the map. */
  public RewardedTrace {
    inputs = Map.copyOf(inputs);
  }

  /**
   * An input that the estimator declared, one value per response token.
   *
   * @throws IllegalStateException when it was not declared
   */
  public double[] input(TokenInput input) {
    double[] values = inputs.get(input);
    if (values == null) {
      throw new IllegalStateException("[objective] no estimator declared the input " + input);
    }
    return values;
  }

  /** Tokens of the response. */
  public int tokens() {
    return mask.length;
  }

  /** Whether any token of the response is trained on. */
  public boolean isTrained() {
    return trainedTokens() > 0;
  }

  /** Tokens of the response that are trained on. */
  public int trainedTokens() {
    return TrainedTokens.count(mask);
  }
}
