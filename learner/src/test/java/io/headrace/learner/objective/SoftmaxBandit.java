package io.headrace.learner.objective;

import java.util.Arrays;

/** A policy over arms, {@code pi = softmax(theta)}: the smallest thing an objective can train. */
@SuppressWarnings("ArrayRecordComponent")
record SoftmaxBandit(double... theta) {

  double[] logProbs() {
    double largest = Arrays.stream(theta).max().orElseThrow();
    double logSum =
        largest + Math.log(Arrays.stream(theta).map(value -> Math.exp(value - largest)).sum());
    return Arrays.stream(theta).map(value -> value - logSum).toArray();
  }

  double[] probabilities() {
    return Arrays.stream(logProbs()).map(Math::exp).toArray();
  }

  /** Adds {@code scale · d log pi(arm) / d theta} to a gradient. */
  void accumulate(int arm, double scale, double[] gradient) {
    double[] probabilities = probabilities();
    for (int other = 0; other < theta.length; other++) {
      gradient[other] += scale * ((other == arm ? 1 : 0) - probabilities[other]);
    }
  }

  SoftmaxBandit descend(double[] gradient, double rate) {
    double[] next = theta.clone();
    for (int arm = 0; arm < next.length; arm++) {
      next[arm] -= rate * gradient[arm];
    }
    return new SoftmaxBandit(next);
  }
}
