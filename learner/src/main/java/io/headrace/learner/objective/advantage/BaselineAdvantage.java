package io.headrace.learner.objective.advantage;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.RewardedTrace;
import java.util.ArrayList;
import java.util.List;

/**
 * The reward above the group's {@link Baseline}, {@code a_j = r_j - b}, for every token of a trace.
 * With {@link Baseline#MEAN} this is also the advantage of Dr. GRPO (arXiv 2503.20783).
 *
 * @param baseline what rewards are compared with
 * @param tau strength of the regularization that {@link Baseline#LOGZ} is estimated for, above 0
 */
public record BaselineAdvantage(Baseline baseline, double tau) implements AdvantageEstimator {

  /** Checks tau. */
  public BaselineAdvantage {
    if (!(tau > 0) || !Double.isFinite(tau)) {
      throw new IllegalArgumentException("tau must be a finite number above 0, not " + tau);
    }
  }

  @Override
  public List<TraceAdvantage> estimate(List<RewardedGroup> groups) {
    List<TraceAdvantage> advantages = new ArrayList<>();
    for (RewardedGroup group : groups) {
      double baselineReward = baseline.of(group.rewards(), tau);
      for (RewardedTrace trace : group.traces()) {
        advantages.add(TraceAdvantage.uniform(trace.reward() - baselineReward, trace.tokens()));
      }
    }
    return advantages;
  }
}
