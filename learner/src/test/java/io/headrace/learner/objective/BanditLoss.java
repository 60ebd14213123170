package io.headrace.learner.objective;

import io.headrace.learner.batch.GroupOutcome;
import io.headrace.learner.objective.advantage.TraceAdvantage;
import java.util.Arrays;
import java.util.List;

/** The Kimi loss and its gradient on a bandit: over drawn arms, or over all by expectation. */
@SuppressWarnings("ArrayRecordComponent")
record BanditLoss(double value, double[] gradient) {

  /** The loss of arms drawn from the reference, as one group. */
  static BanditLoss of(
      KimiCase kimi, SoftmaxBandit policy, SoftmaxBandit reference, int[] arms, double[] rewards) {
    int[] lengths = new int[arms.length];
    Arrays.fill(lengths, 1);
    List<GroupOutcome> groups = List.of(TwinBatch.group(rewards, lengths));
    List<TraceAdvantage> advantages = kimi.objective().advantage().estimate(groups);
    double[] weights = kimi.objective().terms().getFirst().weights(groups);
    double value = 0;
    double[] gradient = new double[policy.theta().length];
    for (int draw = 0; draw < arms.length; draw++) {
      TwinTrace trace = trace(policy, reference, arms[draw], advantages.get(draw).ofSequence());
      value += weights[draw] * kimi.twin().traceLoss(trace);
      policy.accumulate(arms[draw], weights[draw] * kimi.twin().traceGradient(trace)[0], gradient);
    }
    return new BanditLoss(value, gradient);
  }

  /** The exact expectation over arms drawn from the reference, given the population's baseline. */
  static BanditLoss expected(
      KimiCase kimi,
      SoftmaxBandit policy,
      SoftmaxBandit reference,
      double[] rewards,
      double baseline) {
    double value = 0;
    double[] gradient = new double[rewards.length];
    double[] share = reference.probabilities();
    for (int arm = 0; arm < rewards.length; arm++) {
      TwinTrace trace = trace(policy, reference, arm, rewards[arm] - baseline);
      value += share[arm] * kimi.twin().traceLoss(trace);
      policy.accumulate(arm, share[arm] * kimi.twin().traceGradient(trace)[0], gradient);
    }
    return new BanditLoss(value, gradient);
  }

  private static TwinTrace trace(
      SoftmaxBandit policy, SoftmaxBandit reference, int arm, double advantage) {
    return TwinTrace.of(
        new double[] {policy.logProbs()[arm]}, new double[] {reference.logProbs()[arm]}, advantage);
  }
}
