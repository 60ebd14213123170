package io.headrace.learner.objective.advantage;

import io.headrace.learner.batch.RewardedTrace;
import java.util.ArrayList;
import java.util.List;

/**
 * Whitening over the N trained tokens of a batch, as in verl: {@code (x - mean) / sqrt(var + 1e-8)}
 * with the unbiased variance (divisor N - 1), which is 0 for one token.
 */
record Whitening(double mean, double deviation) {

  private static final double EPSILON = 1e-8;

  /**
   * Mean and deviation of values.
   *
   * @param traces give the masks
   * @param values per trace one per response token
   */
  static Whitening of(List<RewardedTrace> traces, List<double[]> values) {
    int count = traces.stream().mapToInt(RewardedTrace::trainedTokens).sum();
    double mean = sum(traces, values, 0, 1) / Math.max(1, count);
    double squares = sum(traces, values, mean, 2);
    return new Whitening(mean, Math.sqrt(squares / Math.max(1, count - 1) + EPSILON));
  }

  /** The whitened values of one trace. */
  double[] apply(double[] values) {
    double[] whitened = new double[values.length];
    for (int token = 0; token < values.length; token++) {
      whitened[token] = (values[token] - mean) / deviation;
    }
    return whitened;
  }

  /** Whitens per-token values of all traces together. */
  static List<double[]> whiten(List<RewardedTrace> traces, List<double[]> values) {
    Whitening whitening = of(traces, values);
    List<double[]> whitened = new ArrayList<>();
    values.forEach(row -> whitened.add(whitening.apply(row)));
    return whitened;
  }

  private static double sum(
      List<RewardedTrace> traces, List<double[]> values, double centre, int power) {
    double sum = 0;
    for (int trace = 0; trace < traces.size(); trace++) {
      boolean[] mask = traces.get(trace).mask();
      for (int token = 0; token < mask.length; token++) {
        sum += mask[token] ? Math.pow(values.get(trace)[token] - centre, power) : 0;
      }
    }
    return sum;
  }
}
