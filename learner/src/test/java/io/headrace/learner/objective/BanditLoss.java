package io.headrace.learner.objective;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.objective.advantage.TraceAdvantage;
import io.headrace.learner.objective.evaluation.CaseResult;
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
    List<RewardedGroup> groups = List.of(TwinBatch.group(rewards, lengths));
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

  /**
   * The exact expectation over arms drawn from the reference, given the population's baseline: loss
   * and gradient by the engine, in float64, on one trace of one token per arm.
   */
  static BanditLoss expected(
      KimiCase kimi,
      SoftmaxBandit policy,
      SoftmaxBandit reference,
      double[] rewards,
      double baseline) {
    double[] share = reference.probabilities();
    Objective objective =
        Objective.of(
            "bandit",
            groups -> aboveBaseline(rewards, baseline),
            kimi.objective().terms().getFirst().term(),
            groups -> share);
    CaseResult result = EngineLoss.exact(objective, batch(policy, reference, rewards));
    double[] gradient = new double[rewards.length];
    for (int arm = 0; arm < rewards.length; arm++) {
      policy.accumulate(arm, result.gradient()[arm][0], gradient);
    }
    return new BanditLoss(result.loss(), gradient);
  }

  private static List<TraceAdvantage> aboveBaseline(double[] rewards, double baseline) {
    return Arrays.stream(rewards)
        .mapToObj(reward -> TraceAdvantage.uniform(reward - baseline, 1))
        .toList();
  }

  private static TwinBatch batch(SoftmaxBandit policy, SoftmaxBandit reference, double[] rewards) {
    double[][] old = column(reference.logProbs());
    return new TwinBatch(column(policy.logProbs()), old, old, old, rewards);
  }

  private static double[][] column(double[] values) {
    return Arrays.stream(values).mapToObj(value -> new double[] {value}).toArray(double[][]::new);
  }

  private static TwinTrace trace(
      SoftmaxBandit policy, SoftmaxBandit reference, int arm, double advantage) {
    return TwinTrace.of(
        new double[] {policy.logProbs()[arm]}, new double[] {reference.logProbs()[arm]}, advantage);
  }
}
