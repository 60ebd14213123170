package io.headrace.learner.objective.recipe;

import io.headrace.learner.objective.aggregation.Aggregation;
import io.headrace.learner.objective.aggregation.GroupMean;
import io.headrace.learner.objective.aggregation.SequenceMean;
import io.headrace.learner.objective.aggregation.SequenceMean.Length;
import io.headrace.learner.objective.aggregation.TokenMean;
import io.headrace.learner.objective.aggregation.TokenSum;
import java.util.List;

/** The aggregation that a recipe names. */
final class AggregationParts {

  private static final String LONGEST = "longest";

  private static final List<String> NAMES =
      List.of(
          "token-mean",
          "token-sum",
          "seq-mean-token-mean",
          "seq-mean-token-sum",
          "seq-mean-token-sum-norm",
          "group-mean");

  private AggregationParts() {}

  static Aggregation of(Parameters parameters) {
    return switch (parameters.choice("aggregation", NAMES, null)) {
      case "token-mean" -> new TokenMean();
      case "token-sum" -> new TokenSum();
      case "seq-mean-token-mean" -> new SequenceMean(new Length.Own());
      case "seq-mean-token-sum" -> new SequenceMean(new Length.Constant(1));
      case "seq-mean-token-sum-norm" -> new SequenceMean(horizon(parameters));
      default -> new GroupMean();
    };
  }

  private static Length horizon(Parameters parameters) {
    return parameters.is("horizon", LONGEST)
        ? new Length.Longest()
        : new Length.Constant(parameters.number("horizon"));
  }
}
