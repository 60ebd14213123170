package io.headrace.learner.step;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.RewardedTrace;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.Objective;
import io.headrace.learner.objective.WeightedTerm;
import io.headrace.learner.objective.advantage.AdvantageEstimator;
import io.headrace.learner.objective.advantage.TraceAdvantage;
import io.headrace.learner.objective.aggregation.TokenMean;
import io.headrace.learner.objective.policyloss.ClippedSurrogate;
import io.headrace.learner.objective.term.LossTerm;
import io.headrace.learner.objective.term.TokenRows;
import java.util.List;
import java.util.Set;

/**
 * PPO put together from parts: generalized advantage estimation with λ = γ = 1, the clipped
 * surrogate and the clipped value loss.
 */
public final class ActorCritic {

  private ActorCritic() {}

  /** The objective of policy and value function. */
  public static Objective objective(double valueCoefficient) {
    return Objective.of(
            "actor-critic",
            new GeneralizedAdvantage(),
            ClippedSurrogate.symmetric(0.2),
            new TokenMean())
        .with(valueCoefficient, new ClippedValueLoss(), new TokenMean());
  }

  /** The objective of the value function alone. */
  public static Objective critic() {
    return new Objective(
        "critic",
        new GeneralizedAdvantage(),
        List.of(new WeightedTerm(1, new ClippedValueLoss(), new TokenMean())));
  }

  private record GeneralizedAdvantage() implements AdvantageEstimator {

    @Override
    public Set<TokenInput> inputs() {
      return Set.of(TokenInput.OLD_VALUES);
    }

    @Override
    public List<TraceAdvantage> estimate(List<RewardedGroup> groups) {
      return groups.stream()
          .flatMap(group -> group.traces().stream())
          .map(GeneralizedAdvantage::advantage)
          .toList();
    }

    private static TraceAdvantage advantage(RewardedTrace trace) {
      double[] values = trace.inputs().getOrDefault(TokenInput.OLD_VALUES, new double[0]);
      double[] advantages = new double[values.length];
      double[] returns = new double[values.length];
      for (int token = 0; token < values.length; token++) {
        returns[token] = trace.reward();
        advantages[token] = trace.reward() - values[token];
      }
      return new TraceAdvantage(advantages, returns);
    }
  }

  private record ClippedValueLoss() implements LossTerm {

    @Override
    public Set<TokenInput> inputs() {
      return Set.of(TokenInput.VALUES, TokenInput.OLD_VALUES);
    }

    @Override
    public NDArray perTrace(TokenRows rows) {
      NDArray moved = rows.values().sub(rows.oldValues()).clip(-0.2, 0.2);
      NDArray clipped = rows.oldValues().add(moved).sub(rows.returns()).square();
      NDArray plain = rows.values().sub(rows.returns()).square();
      return LossTerm.sum(plain.maximum(clipped), rows);
    }
  }
}
