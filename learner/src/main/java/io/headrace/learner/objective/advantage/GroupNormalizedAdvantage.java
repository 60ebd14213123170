package io.headrace.learner.objective.advantage;

import io.headrace.learner.batch.GroupOutcome;
import io.headrace.learner.batch.TraceOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * GRPO's advantage (DeepSeekMath, arXiv 2402.03300), for every token of a trace:
 *
 * <pre>  A_j = (r_j - mean r) / (std r + 1e-6) </pre>
 *
 * <p>The standard deviation is the unbiased one (divisor k - 1), as in verl and TRL. A group of one
 * has mean 0 and standard deviation 1.
 */
public record GroupNormalizedAdvantage() implements AdvantageEstimator {

  private static final double EPSILON = 1e-6;

  @Override
  public List<TraceAdvantage> estimate(List<GroupOutcome> groups) {
    List<TraceAdvantage> advantages = new ArrayList<>();
    for (GroupOutcome group : groups) {
      double[] rewards = group.rewards();
      boolean single = rewards.length == 1;
      double mean = single ? 0 : Arrays.stream(rewards).average().orElseThrow();
      double deviation = single ? 1 : deviation(rewards, mean);
      for (TraceOutcome trace : group.traces()) {
        double advantage = (trace.reward() - mean) / (deviation + EPSILON);
        advantages.add(TraceAdvantage.uniform(advantage, trace.tokens()));
      }
    }
    return advantages;
  }

  private static double deviation(double[] rewards, double mean) {
    double squares = Arrays.stream(rewards).map(reward -> (reward - mean) * (reward - mean)).sum();
    return Math.sqrt(squares / (rewards.length - 1));
  }
}
