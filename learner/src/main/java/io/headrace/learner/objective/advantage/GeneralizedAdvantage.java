package io.headrace.learner.objective.advantage;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.RewardedTrace;
import io.headrace.learner.batch.TokenInput;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Generalized advantage estimation (arXiv 1506.02438) over the trained tokens of each trace, with
 * the value 0 after the last:
 *
 * <pre>  delta_t = r_t + gamma V_{t+1} - V_t
 *  A_t     = delta_t + gamma λ A_{t+1} </pre>
 *
 * <p>Tokens that are not trained on are skipped: the next trained token follows the one before. The
 * targets of the value function are {@code A_t + V_t} of a second pass with its own λ (VC-PPO,
 * arXiv 2503.01491), before the advantages are whitened.
 *
 * @param gamma discount per trained token, in [0, 1]
 * @param policy λ of the advantages
 * @param value λ of the value function's targets; 1 makes them Monte-Carlo returns
 * @param whiten whether the advantages are whitened over the trained tokens of the batch
 * @param rewards of the tokens
 */
public record GeneralizedAdvantage(
    double gamma, Lambda policy, Lambda value, boolean whiten, TokenRewards rewards)
    implements AdvantageEstimator {

  /** Checks the discount. */
  public GeneralizedAdvantage {
    if (!(gamma >= 0 && gamma <= 1)) {
      throw new IllegalArgumentException("gamma must be in [0, 1], not " + gamma);
    }
  }

  @Override
  public Set<TokenInput> inputs() {
    Set<TokenInput> inputs = EnumSet.of(TokenInput.OLD_VALUES);
    inputs.addAll(rewards.inputs());
    return inputs;
  }

  @Override
  public boolean isPerTrace() {
    return false;
  }

  @Override
  public List<TraceAdvantage> estimate(List<RewardedGroup> groups) {
    List<RewardedTrace> traces = groups.stream().flatMap(group -> group.traces().stream()).toList();
    List<double[]> plain = traces.stream().map(trace -> advantages(trace, policy)).toList();
    List<double[]> advantages = whiten ? Whitening.whiten(traces, plain) : plain;
    List<TraceAdvantage> estimated = new ArrayList<>();
    for (int trace = 0; trace < traces.size(); trace++) {
      estimated.add(new TraceAdvantage(advantages.get(trace), returns(traces.get(trace))));
    }
    return estimated;
  }

  private double[] returns(RewardedTrace trace) {
    double[] returns = advantages(trace, value);
    double[] values = trace.input(TokenInput.OLD_VALUES);
    for (int token = 0; token < returns.length; token++) {
      returns[token] += values[token];
    }
    return returns;
  }

  private double[] advantages(RewardedTrace trace, Lambda lambda) {
    double decay = gamma * lambda.of(Math.max(1, trace.trainedTokens()));
    double[] values = trace.input(TokenInput.OLD_VALUES);
    double[] advantages = rewards.of(trace);
    double nextValue = 0;
    double next = 0;
    for (int token = advantages.length - 1; token >= 0; token--) {
      if (trace.mask()[token]) {
        next = advantages[token] + gamma * nextValue - values[token] + decay * next;
        nextValue = values[token];
      }
      advantages[token] = next;
    }
    return advantages;
  }
}
