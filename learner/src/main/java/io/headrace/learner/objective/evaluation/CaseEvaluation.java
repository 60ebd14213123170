package io.headrace.learner.objective.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.Objective;
import io.headrace.learner.objective.WeightedTerm;
import io.headrace.learner.objective.advantage.TraceAdvantage;
import io.headrace.learner.objective.term.LossTerm;
import io.headrace.policy.program.Gradients;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Evaluates an objective on a case, on the engine and with the terms that training uses. */
public final class CaseEvaluation {

  private CaseEvaluation() {}

  /**
   * The result in the given precision; advantages and returns are in double precision always.
   *
   * @param objective reads only what the case has
   * @param type FLOAT64 or FLOAT32
   */
  public static CaseResult of(Objective objective, LossCase responses, DataType type) {
    List<RewardedGroup> groups = responses.groups();
    List<TraceAdvantage> advantages = objective.advantage().estimate(groups);
    try (NDManager scope = NDManager.newBaseManager("PyTorch");
        Gradients gradients = Gradients.record()) {
      CaseRows rows = new CaseRows(scope, responses, advantages, type);
      NDArray loss = loss(policyPart(objective), rows, groups);
      gradients.backward(loss);
      return new CaseResult(
          number(loss),
          perToken(rows.logProbs().getGradient(), responses),
          clipFraction(objective, rows),
          rows(advantages, TraceAdvantage::advantages),
          rows(advantages, TraceAdvantage::returns),
          valueLoss(objective, rows, groups));
    }
  }

  /** The objective without terms of the value function, which do not train the policy here. */
  private static Objective policyPart(Objective objective) {
    return new Objective(
        objective.name(),
        objective.advantage(),
        objective.terms().stream().filter(term -> !readsValues(term)).toList());
  }

  private static OptionalDouble valueLoss(
      Objective objective, CaseRows rows, List<RewardedGroup> groups) {
    return objective.terms().stream()
        .filter(CaseEvaluation::readsValues)
        .map(term -> Objective.of("value", objective.advantage(), term.term(), term.aggregation()))
        .mapToDouble(value -> number(loss(value, rows, groups)))
        .findFirst();
  }

  private static boolean readsValues(WeightedTerm term) {
    return term.term().inputs().contains(TokenInput.OLD_VALUES);
  }

  private static NDArray loss(Objective objective, CaseRows rows, List<RewardedGroup> groups) {
    return objective.loss(
        rows, objective.terms().stream().map(term -> rows.perRow(term.weights(groups))).toList());
  }

  private static OptionalDouble clipFraction(Objective objective, CaseRows rows) {
    LossTerm policyLoss = objective.terms().getFirst().term();
    return policyLoss
        .clipped(rows)
        .map(clipped -> number(clipped.mul(rows.mask()).sum()) / number(rows.mask().sum()))
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }

  private static double[][] perToken(NDArray cells, LossCase responses) {
    double[] values = cells.toType(DataType.FLOAT64, true).toDoubleArray();
    double[][] rows = new double[responses.size()][];
    for (int row = 0; row < rows.length; row++) {
      int from = row * responses.columns();
      rows[row] = Arrays.copyOfRange(values, from, from + responses.logProbs()[row].length);
    }
    return rows;
  }

  private static double[][] rows(
      List<TraceAdvantage> advantages, Function<TraceAdvantage, double[]> part) {
    return advantages.stream().map(part).toArray(double[][]::new);
  }

  private static double number(NDArray scalar) {
    return scalar.toType(DataType.FLOAT64, true).getDouble();
  }
}
