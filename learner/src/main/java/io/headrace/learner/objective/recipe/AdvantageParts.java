package io.headrace.learner.objective.recipe;

import io.headrace.learner.objective.advantage.AdvantageEstimator;
import io.headrace.learner.objective.advantage.Baseline;
import io.headrace.learner.objective.advantage.BaselineAdvantage;
import io.headrace.learner.objective.advantage.Deviation;
import io.headrace.learner.objective.advantage.GeneralizedAdvantage;
import io.headrace.learner.objective.advantage.GroupNormalizedAdvantage;
import io.headrace.learner.objective.advantage.Lambda;
import io.headrace.learner.objective.advantage.LeaveOneOutAdvantage;
import io.headrace.learner.objective.advantage.PenalizedRewardAdvantage;
import io.headrace.learner.objective.advantage.TokenRewards;
import io.headrace.learner.objective.advantage.WhitenedBaselineAdvantage;
import io.headrace.learner.objective.advantage.WhitenedReturnAdvantage;
import java.util.List;
import java.util.Locale;

/** The advantage estimator that a recipe names. */
final class AdvantageParts {

  private static final List<String> NAMES =
      List.of(
          "reward-baseline",
          "group-normalized",
          "leave-one-out",
          "whitened-return",
          "whitened-baseline",
          "gae");

  private AdvantageParts() {}

  static AdvantageEstimator of(Parameters parameters, TokenRewards rewards) {
    return switch (parameters.choice("advantage", NAMES, null)) {
      case "whitened-return" -> new WhitenedReturnAdvantage(parameters.number("gamma", 1), rewards);
      case "gae" -> gae(parameters, rewards);
      case "reward-baseline" -> penalized(baseline(parameters), rewards);
      case "group-normalized" -> penalized(normalized(parameters), rewards);
      case "leave-one-out" -> penalized(new LeaveOneOutAdvantage(), rewards);
      default -> penalized(new WhitenedBaselineAdvantage(), rewards);
    };
  }

  private static AdvantageEstimator penalized(AdvantageEstimator estimator, TokenRewards rewards) {
    return rewards.beta() == 0 ? estimator : new PenalizedRewardAdvantage(estimator, rewards);
  }

  private static AdvantageEstimator baseline(Parameters parameters) {
    String baseline = parameters.choice("baseline", List.of("mean", "logz"), "mean");
    return new BaselineAdvantage(
        Baseline.valueOf(baseline.toUpperCase(Locale.ROOT)), parameters.number("tau"));
  }

  private static AdvantageEstimator normalized(Parameters parameters) {
    String std = parameters.choice("std", List.of("unbiased", "population", "none"), "unbiased");
    return new GroupNormalizedAdvantage(Deviation.valueOf(std.toUpperCase(Locale.ROOT)));
  }

  private static AdvantageEstimator gae(Parameters parameters, TokenRewards rewards) {
    Lambda policy = lambda(parameters);
    Lambda value =
        parameters.optional("lambdaValue").<Lambda>map(Lambda.Constant::new).orElse(policy);
    return new GeneralizedAdvantage(
        parameters.number("gamma", 1), policy, value, parameters.flag("whiten", true), rewards);
  }

  private static Lambda lambda(Parameters parameters) {
    return parameters.is("lambda", "length-adaptive")
        ? new Lambda.LengthAdaptive(parameters.number("alpha"))
        : new Lambda.Constant(parameters.number("lambda"));
  }
}
