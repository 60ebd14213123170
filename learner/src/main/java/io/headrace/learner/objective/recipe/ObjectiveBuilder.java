package io.headrace.learner.objective.recipe;

import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.Objective;
import io.headrace.learner.objective.advantage.AdvantageEstimator;
import io.headrace.learner.objective.advantage.TokenRewards;
import io.headrace.learner.objective.aggregation.Aggregation;
import io.headrace.learner.objective.aggregation.PositiveTokenMean;
import io.headrace.learner.objective.divergence.KlEstimator;
import io.headrace.learner.objective.policyloss.NegativeLogLikelihood;
import io.headrace.learner.objective.regularizer.KlPenalty;
import io.headrace.learner.objective.term.LossTerm;
import io.headrace.learner.objective.valueloss.ClippedValueLoss;
import java.util.List;

/** Puts the objective of a recipe together from parts. */
public final class ObjectiveBuilder {

  private static final List<String> KL_PLACES = List.of("loss", "reward");

  private final Recipe recipe;
  private final Parameters parameters;

  private ObjectiveBuilder(Recipe recipe) {
    this.recipe = recipe;
    this.parameters = new Parameters(recipe);
  }

  /**
   * The objective of a recipe.
   *
   * @throws io.headrace.pipeline.error.HeadraceException INVALID_CONFIG when a parameter is
   *     unknown, missing or out of range, or parts do not fit each other
   */
  public static BuiltObjective build(Recipe recipe) {
    ObjectiveBuilder builder = new ObjectiveBuilder(recipe);
    try {
      Objective objective = builder.build();
      boolean resetsOptimizer = builder.parameters.flag("resetOptimizer", false);
      builder.parameters.requireAllRead();
      return new BuiltObjective(objective, builder.parameters.used(), resetsOptimizer);
    } catch (IllegalArgumentException outOfRange) {
      throw builder.parameters.invalid(String.valueOf(outOfRange.getMessage()));
    }
  }

  private Objective build() {
    double beta = parameters.number("beta", 0);
    KlEstimator estimator = estimator();
    boolean inReward = parameters.choice("klIn", KL_PLACES, "loss").equals("reward") && beta != 0;
    AdvantageEstimator advantage =
        AdvantageParts.of(
            parameters, inReward ? rewards(beta, estimator) : TokenRewards.WITHOUT_PENALTY);
    LossTerm policyLoss = PolicyLossParts.of(parameters);
    requireAdvantagePerTrace(advantage);
    Aggregation aggregation = AggregationParts.of(parameters);
    Objective objective = Objective.of(recipe.name(), advantage, policyLoss, aggregation);
    if (beta != 0 && !inReward) {
      objective = objective.with(beta, new KlPenalty(estimator), aggregation);
    }
    return withValueLoss(withLikelihood(objective), aggregation);
  }

  private void requireAdvantagePerTrace(AdvantageEstimator advantage) {
    if (parameters.is("policyLoss", PolicyLossParts.MIRROR_DESCENT) && !advantage.isPerTrace()) {
      throw parameters.invalid(
          "a policy loss on sequences needs one advantage per trace, and this estimator gives one"
              + " per token; use another advantage or policyLoss");
    }
  }

  private Objective withLikelihood(Objective objective) {
    double factor = parameters.number("positiveNll", 0);
    return factor == 0
        ? objective
        : objective.with(factor, new NegativeLogLikelihood(), new PositiveTokenMean());
  }

  private Objective withValueLoss(Objective objective, Aggregation aggregation) {
    if (!objective.advantage().inputs().contains(TokenInput.OLD_VALUES)) {
      return objective;
    }
    double coefficient = parameters.number("valueLoss", 0.5);
    double clip = parameters.optional("valueClip").orElse(Double.POSITIVE_INFINITY);
    return objective.with(coefficient, new ClippedValueLoss(clip), aggregation);
  }

  private TokenRewards rewards(double beta, KlEstimator estimator) {
    boolean bypass = PolicyLossParts.isBypass(parameters);
    return new TokenRewards(
        beta, estimator, bypass ? TokenInput.ROLLOUT_LOG_PROBS : TokenInput.OLD_LOG_PROBS);
  }

  private KlEstimator estimator() {
    return switch (parameters.choice("kl", List.of("k1", "k2", "k3", "k3-k2-gradient"), "k3")) {
      case "k1" -> KlEstimator.K1;
      case "k2" -> KlEstimator.K2;
      case "k3" -> KlEstimator.K3;
      default -> KlEstimator.K3_WITH_K2_GRADIENT;
    };
  }
}
