package io.headrace.learner.objective;

import java.util.List;

/**
 * The shared fixture F of the reference numbers: one prompt, four responses, ten tokens.
 *
 * <p>{@code OLD} are the log-probs under the reference (the proximal policy), {@code NEW} those
 * under the weights being trained.
 */
final class FixtureF {

  static final double[][] OLD = {
    {-1.0, -0.5, -2.0}, {-0.7, -1.2}, {-0.3, -0.9, -1.5, -0.4}, {-2.3}
  };
  static final double[][] NEW = {
    {-0.78, -0.6, -1.7}, {-1.0, -1.0}, {-0.35, -0.8, -1.9, -0.4}, {-1.1}
  };
  static final GroupRewards GROUP = new GroupRewards(new double[] {1, 0, 1, 0}, lengths());

  private FixtureF() {}

  static double loss(Objective objective) {
    List<TraceAdvantage> credits = objective.credits(List.of(GROUP));
    double loss = 0;
    for (int trace = 0; trace < NEW.length; trace++) {
      loss += objective.traceLoss(NEW[trace], OLD[trace], credits.get(trace));
    }
    return loss;
  }

  static double[] firstTokenGradient(Objective objective) {
    List<TraceAdvantage> credits = objective.credits(List.of(GROUP));
    double[] gradient = new double[NEW.length];
    for (int trace = 0; trace < NEW.length; trace++) {
      gradient[trace] = objective.traceGradient(NEW[trace], OLD[trace], credits.get(trace))[0];
    }
    return gradient;
  }

  private static int[] lengths() {
    int[] lengths = new int[NEW.length];
    for (int trace = 0; trace < NEW.length; trace++) {
      lengths[trace] = NEW[trace].length;
    }
    return lengths;
  }
}
