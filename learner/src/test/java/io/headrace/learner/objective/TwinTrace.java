package io.headrace.learner.objective;

import java.util.Arrays;

/**
 * One trace in plain doubles, one value per response token.
 *
 * @param logProbs under the current weights
 * @param old under the weights at batch start
 * @param reference under the reference model
 * @param advantages of the tokens
 */
@SuppressWarnings("ArrayRecordComponent")
record TwinTrace(double[] logProbs, double[] old, double[] reference, double[] advantages) {

  /** A trace with one advantage whose reference is the old policy. */
  static TwinTrace of(double[] logProbs, double[] old, double advantage) {
    double[] advantages = new double[logProbs.length];
    Arrays.fill(advantages, advantage);
    return new TwinTrace(logProbs, old, old, advantages);
  }

  /** The trace with one log-prob changed. */
  TwinTrace moved(int token, double by) {
    double[] moved = logProbs.clone();
    moved[token] += by;
    return new TwinTrace(moved, old, reference, advantages);
  }
}
