package io.headrace.learner.step;

import io.headrace.learner.batch.TrainingTrace;
import java.util.List;

/**
 * Running metrics of the sequence log-ratios {@code l_j = log π(trace j) - log π_old(trace j)} over
 * trained tokens.
 */
final class LogRatios {

  private int count;
  private double sum;
  private double largest;
  private double squares;

  /** Adds traces, given the log-probs of their response tokens under both weights. */
  void add(List<TrainingTrace> traces, List<float[]> logProbs, List<float[]> old) {
    for (int trace = 0; trace < logProbs.size(); trace++) {
      boolean[] mask = traces.get(trace).mask();
      add(sum(logProbs.get(trace), mask) - sum(old.get(trace), mask));
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

  private static double sum(float[] values, boolean[] mask) {
    double sum = 0;
    for (int token = 0; token < values.length; token++) {
      sum += mask[token] ? values[token] : 0;
    }
    return sum;
  }
}
