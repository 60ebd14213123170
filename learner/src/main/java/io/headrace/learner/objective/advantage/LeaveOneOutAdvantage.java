package io.headrace.learner.objective.advantage;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.RewardedTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * RLOO's advantage (arXiv 2402.14740, section 2.3), for every token of a trace: the reward above
 * the mean of the group's other rewards,
 *
 * <pre>  A_j = r_j - (1/(k-1)) Σ_{i≠j} r_i = (k/(k-1)) (r_j - mean r) </pre>
 *
 * <p>The advantage of a group of one is its reward.
 */
public record LeaveOneOutAdvantage() implements AdvantageEstimator {

  @Override
  public List<TraceAdvantage> estimate(List<RewardedGroup> groups) {
    List<TraceAdvantage> advantages = new ArrayList<>();
    for (RewardedGroup group : groups) {
      double sum = Arrays.stream(group.rewards()).sum();
      int others = group.traces().size() - 1;
      for (RewardedTrace trace : group.traces()) {
        double baseline = others == 0 ? 0 : (sum - trace.reward()) / others;
        advantages.add(TraceAdvantage.uniform(trace.reward() - baseline, trace.tokens()));
      }
    }
    return advantages;
  }
}
