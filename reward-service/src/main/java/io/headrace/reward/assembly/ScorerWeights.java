package io.headrace.reward.assembly;

import io.headrace.schemas.GroupRequest;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/**
 * The weights of a group's scorers in the score of a trace. Pure.
 *
 * @param byScorer a weight of at least 0 for each scorer, not all 0; empty for equal weights
 */
record ScorerWeights(Map<String, Double> byScorer) {

  ScorerWeights {
    byScorer = Map.copyOf(byScorer);
  }

  static ScorerWeights of(GroupRequest request) {
    return new ScorerWeights(request.getScorerWeights());
  }

  /** Why the weights of a request can't be used; empty when they can. */
  static Optional<String> problem(GroupRequest request) {
    Map<String, Double> weights = request.getScorerWeights();
    if (weights.isEmpty()) {
      return Optional.empty();
    }
    if (!weights.keySet().equals(new HashSet<>(request.getScorers()))) {
      return Optional.of(
          "the request has weights for %s and scorers %s, expected a weight for each scorer"
              .formatted(weights.keySet(), request.getScorers()));
    }
    boolean isUsable =
        weights.values().stream().allMatch(weight -> weight >= 0 && Double.isFinite(weight))
            && weights.values().stream().anyMatch(weight -> weight > 0);
    return isUsable
        ? Optional.empty()
        : Optional.of(
            "the request has the weights %s, expected numbers of 0 or more, one above 0"
                .formatted(weights.values()));
  }

  /**
   * The weighted mean {@code Σ w·s / Σ w}.
   *
   * <p>Weights are divided by the largest one, so that equal weights give exactly the unweighted
   * mean.
   *
   * @param scores of every scorer, added in this order
   */
  double mean(Collection<Map.Entry<String, Double>> scores) {
    double largest = byScorer.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
    double sum = 0;
    double weights = 0;
    for (Map.Entry<String, Double> score : scores) {
      double weight = byScorer.getOrDefault(score.getKey(), largest) / largest;
      sum += weight * score.getValue();
      weights += weight;
    }
    return sum / weights;
  }
}
