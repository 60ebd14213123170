package io.headrace.learner.objective.advantage;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.RewardedTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * GRPO's advantage (DeepSeekMath, arXiv 2402.03300), for every token of a trace:
 *
 * <pre>  A_j = (r_j - mean r) / (std r + 1e-6) </pre>
 *
 * <p>Without the division it is the advantage of Dr. GRPO (arXiv 2503.20783). A group of one has
 * mean 0 and standard deviation 1, as in verl.
 *
 * @param deviation which standard deviation
 */
public record GroupNormalizedAdvantage(Deviation deviation) implements AdvantageEstimator {

  @Override
  public List<TraceAdvantage> estimate(List<RewardedGroup> groups) {
    List<TraceAdvantage> advantages = new ArrayList<>();
    for (RewardedGroup group : groups) {
      double[] rewards = group.rewards();
      double mean = rewards.length == 1 ? 0 : Arrays.stream(rewards).average().orElseThrow();
      double divisor = deviation.divisor(rewards, mean);
      for (RewardedTrace trace : group.traces()) {
        double advantage = (trace.reward() - mean) / divisor;
        advantages.add(TraceAdvantage.uniform(advantage, trace.tokens()));
      }
    }
    return advantages;
  }
}
