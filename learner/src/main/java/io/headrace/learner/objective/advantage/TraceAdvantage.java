package io.headrace.learner.objective.advantage;

import java.util.Arrays;

/**
 * The advantages of one trace.
 *
 * <p>Hot: the arrays are not copied and must not be changed.
 *
 * @param advantages one per response token, in units of reward
 * @param returns the target of the value function per response token; empty where the estimator has
 *     no value function
 */
@SuppressWarnings("ArrayRecordComponent")
public record TraceAdvantage(double[] advantages, double[] returns) {

  private static final double[] NONE = {};

  /** Checks that there is a finite advantage per token, and a return per token or none. */
  public TraceAdvantage {
    if (advantages.length == 0
        || !Arrays.stream(advantages).allMatch(Double::isFinite)
        || (returns.length != 0 && returns.length != advantages.length)) {
      throw new IllegalArgumentException(
          "advantages must be finite, one per token, with as many returns or none: %d, %d"
              .formatted(advantages.length, returns.length));
    }
  }

  /** The same advantage for every token of a trace. */
  public static TraceAdvantage uniform(double advantage, int tokens) {
    double[] advantages = new double[tokens];
    Arrays.fill(advantages, advantage);
    return new TraceAdvantage(advantages, NONE);
  }

  /** Advantages of an estimator without a value function, one per response token. */
  public static TraceAdvantage withoutReturns(double[] advantages) {
    return new TraceAdvantage(advantages, NONE);
  }

  /**
   * The advantage of the whole trace.
   *
   * @throws IllegalStateException when its tokens have different ones
   */
  public double ofSequence() {
    if (Arrays.stream(advantages).anyMatch(advantage -> advantage != advantages[0])) {
      throw new IllegalStateException(
          "[objective] a policy loss on the sequence needs one advantage per trace, but the"
              + " estimator gives one per token; combine it with a loss on tokens");
    }
    return advantages[0];
  }
}
