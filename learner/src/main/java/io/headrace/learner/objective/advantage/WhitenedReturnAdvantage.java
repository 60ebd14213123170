package io.headrace.learner.objective.advantage;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.RewardedTrace;
import io.headrace.learner.batch.TokenInput;
import java.util.List;
import java.util.Set;

/**
 * REINFORCE++ (arXiv 2501.03262): the discounted return from each token on, {@code R_t = r_t +
 * gamma R_{t+1}}, whitened over the trained tokens of the batch.
 *
 * @param gamma discount per trained token, in [0, 1]
 * @param rewards of the tokens
 */
public record WhitenedReturnAdvantage(double gamma, TokenRewards rewards)
    implements AdvantageEstimator {

  /** Checks the discount. */
  public WhitenedReturnAdvantage {
    if (!(gamma >= 0 && gamma <= 1)) {
      throw new IllegalArgumentException("gamma must be in [0, 1], not " + gamma);
    }
  }

  @Override
  public Set<TokenInput> inputs() {
    return rewards.inputs();
  }

  @Override
  public boolean isPerTrace() {
    return gamma == 1 && rewards.beta() == 0;
  }

  @Override
  public List<TraceAdvantage> estimate(List<RewardedGroup> groups) {
    List<RewardedTrace> traces = groups.stream().flatMap(group -> group.traces().stream()).toList();
    return Whitening.whiten(traces, traces.stream().map(this::returns).toList()).stream()
        .map(TraceAdvantage::withoutReturns)
        .toList();
  }

  private double[] returns(RewardedTrace trace) {
    double[] returns = rewards.of(trace);
    double next = 0;
    for (int token = returns.length - 1; token >= 0; token--) {
      next = trace.mask()[token] ? returns[token] + gamma * next : next;
      returns[token] = next;
    }
    return returns;
  }
}
