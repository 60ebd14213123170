package io.headrace.learner.step;

import java.util.List;

/** Running metrics of the sequence log-ratios {@code l_j = log π(trace j) - log π_old(trace j)}. */
final class LogRatios {

  private int count;
  private double sum;
  private double largest;
  private double squares;

  /** Adds traces, given the log-probs of their response tokens under both weights. */
  void add(List<float[]> logProbs, List<float[]> old) {
    for (int trace = 0; trace < logProbs.size(); trace++) {
      add(sum(logProbs.get(trace)) - sum(old.get(trace)));
    }
  }

  private void add(double logRatio) {
    count++;
    sum += logRatio;
    squares += logRatio * logRatio;
    largest = Math.max(largest, Math.abs(logRatio));
  }

  double mean() {
    return count == 0 ? 0 : sum / count;
  }

  double meanSquare() {
    return count == 0 ? 0 : squares / count;
  }

  /** The largest absolute value. */
  double largest() {
    return largest;
  }

  static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
