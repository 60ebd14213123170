package io.headrace.learner.objective;

import java.util.Arrays;

/**
 * One trace in plain doubles, one value per response token.
 *
 * @param logProbs under the current weights
 * @param old under the weights at batch start
 * @param reference under the reference model
 * @param rollout as the workers recorded them
 * @param advantages of the tokens
 */
@SuppressWarnings("ArrayRecordComponent")
record TwinTrace(
    double[] logProbs, double[] old, double[] reference, double[] rollout, double[] advantages) {

  /** A trace with one advantage whose reference and rollout policy is the old policy. */
  static TwinTrace of(double[] logProbs, double[] old, double advantage) {
    double[] advantages = new double[logProbs.length];
    Arrays.fill(advantages, advantage);
    return new TwinTrace(logProbs, old, old, old, advantages);
  }

  int tokens() {
    return logProbs.length;
  }

  /** The trace with one log-prob changed. */
  TwinTrace moved(int token, double by) {
    double[] moved = logProbs.clone();
    moved[token] += by;
    return new TwinTrace(moved, old, reference, rollout, advantages);
  }

  /** The trace with the rollout's log-probs in the place of the old ones. */
  TwinTrace bypassed() {
    return new TwinTrace(logProbs, rollout, reference, rollout, advantages);
  }
}
