package io.headrace.learner.objective.advantage;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.RewardedTrace;
import io.headrace.learner.batch.TokenInput;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An estimator for whole traces whose rewards have the penalty of {@link TokenRewards} subtracted,
 * summed over the trained tokens of each trace (as in verl and TRL).
 *
 * @param estimator reads the penalized rewards
 * @param rewards the penalty
 */
public record PenalizedRewardAdvantage(AdvantageEstimator estimator, TokenRewards rewards)
    implements AdvantageEstimator {

  @Override
  public Set<TokenInput> inputs() {
    Set<TokenInput> inputs = EnumSet.noneOf(TokenInput.class);
    inputs.addAll(estimator.inputs());
    inputs.addAll(rewards.inputs());
    return inputs;
  }

  @Override
  public List<TraceAdvantage> estimate(List<RewardedGroup> groups) {
    return estimator.estimate(groups.stream().map(this::penalized).toList());
  }

  private RewardedGroup penalized(RewardedGroup group) {
    return new RewardedGroup(group.traces().stream().map(this::penalized).toList());
  }

  private RewardedTrace penalized(RewardedTrace trace) {
    if (trace.trainedTokens() == 0) {
      return trace;
    }
    return new RewardedTrace(Arrays.stream(rewards.of(trace)).sum(), trace.mask(), trace.inputs());
  }
}
