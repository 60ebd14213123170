package io.headrace.learner.objective;

import java.util.Arrays;
import java.util.List;

/** An objective's value and gradient on a bandit: over drawn arms, or over all by expectation. */
@SuppressWarnings("ArrayRecordComponent")
record BanditLoss(double value, double[] gradient) {

  /** The loss of arms drawn from the reference, as one group. */
  static BanditLoss of(
      Objective objective,
      SoftmaxBandit policy,
      SoftmaxBandit reference,
      int[] arms,
      double[] rewards) {
    int[] lengths = new int[arms.length];
    Arrays.fill(lengths, 1);
    List<TraceAdvantage> credits = objective.credits(List.of(new GroupRewards(rewards, lengths)));
    double value = 0;
    double[] gradient = new double[policy.theta().length];
    for (int draw = 0; draw < arms.length; draw++) {
      double[] logProb = {policy.logProbs()[arms[draw]]};
      double[] referenceLogProb = {reference.logProbs()[arms[draw]]};
      TraceAdvantage credit = credits.get(draw);
      value += objective.traceLoss(logProb, referenceLogProb, credit);
      policy.accumulate(
          arms[draw], objective.traceGradient(logProb, referenceLogProb, credit)[0], gradient);
    }
    return new BanditLoss(value, gradient);
  }

  /** The exact expectation over arms drawn from the reference, given the population's baseline. */
  static BanditLoss expected(
      Objective objective,
      SoftmaxBandit policy,
      SoftmaxBandit reference,
      double[] rewards,
      double baseline) {
    double value = 0;
    double[] gradient = new double[rewards.length];
    double[] share = reference.probabilities();
    for (int arm = 0; arm < rewards.length; arm++) {
      TraceAdvantage credit = new TraceAdvantage(rewards[arm] - baseline, share[arm]);
      double[] logProb = {policy.logProbs()[arm]};
      double[] referenceLogProb = {reference.logProbs()[arm]};
      value += objective.traceLoss(logProb, referenceLogProb, credit);
      policy.accumulate(
          arm, objective.traceGradient(logProb, referenceLogProb, credit)[0], gradient);
    }
    return new BanditLoss(value, gradient);
  }
}
