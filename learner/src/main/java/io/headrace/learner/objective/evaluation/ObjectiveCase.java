package io.headrace.learner.objective.evaluation;

import ai.djl.ndarray.types.DataType;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.Objective;
import io.headrace.learner.objective.recipe.BuiltObjective;
import io.headrace.learner.objective.recipe.ObjectiveBuilder;
import io.headrace.learner.objective.recipe.Recipe;
import java.util.Map;

/** A case that a user gave, with changes to the parameters of a recipe. */
public final class ObjectiveCase {

  private final String place;
  private final LossCase grouped;
  private final Grouping grouping;
  private final Map<String, String> parameters;

  ObjectiveCase(String place, LossCase grouped, Grouping grouping, Map<String, String> parameters) {
    this.place = place;
    this.grouped = grouped;
    this.grouping = grouping;
    this.parameters = Map.copyOf(parameters);
  }

  /** The objective of a recipe with the case's parameters. */
  public BuiltObjective build(Recipe recipe) {
    return ObjectiveBuilder.build(
        parameters.isEmpty() ? recipe : recipe.with(parameters, place + " params"));
  }

  /**
   * What an objective makes of the case, in double precision; responses as they were given.
   *
   * @throws io.headrace.pipeline.error.HeadraceException INVALID_INPUT when the case lacks what the
   *     objective reads
   */
  public CaseResult evaluate(Objective objective) {
    for (TokenInput input : objective.inputs()) {
      String key = CaseReader.KEYS.get(input);
      if (key != null && !grouped.inputs().containsKey(input)) {
        throw CaseReader.invalid(
            place,
            "%s is missing; %s reads it with these parameters".formatted(key, objective.name()));
      }
    }
    CaseResult result = CaseEvaluation.of(objective, grouped, DataType.FLOAT64);
    return new CaseResult(
        result.loss(),
        grouping.asGiven(result.gradient()),
        result.clipFraction(),
        grouping.asGiven(result.advantages()),
        grouping.asGiven(result.returns()),
        result.valueLoss());
  }
}
