package io.headrace.pipeline.task;

import io.headrace.schemas.Task;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The scorers of a task and how much each counts in the weighted mean that is a trace's score.
 * Immutable.
 *
 * @param weights 0 or more by the scorer's name, at least one of them positive
 */
public record TaskScorers(SortedMap<String, Double> weights) {

  public TaskScorers {
    weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    if (weights.isEmpty()) {
      throw new IllegalArgumentException("no scorer is named; name at least one");
    }
    weights.forEach(TaskScorers::requireWeight);
    if (weights.values().stream().noneMatch(weight -> weight > 0)) {
      throw new IllegalArgumentException(
          "all scorers have the weight 0; give at least one a positive weight");
    }
  }

  private static void requireWeight(String scorer, double weight) {
    if (scorer.isBlank()) {
      throw new IllegalArgumentException("a scorer has a blank name; name a scorer");
    }
    if (!(weight >= 0 && Double.isFinite(weight))) {
      throw new IllegalArgumentException(
          "scorer '%s' has the weight %s; give it a finite weight of 0 or more"
              .formatted(scorer, weight));
    }
  }

  /** One scorer. */
  public static TaskScorers single(String scorer) {
    return new TaskScorers(new TreeMap<>(Map.of(scorer, 1.0)));
  }

  /** The scorers of a task. */
  public static TaskScorers of(Task task) {
    return task.getScorerWeights().isEmpty()
        ? single(task.getVerifier())
        : new TaskScorers(new TreeMap<>(task.getScorerWeights()));
  }

  /** Their names, sorted. */
  public List<String> names() {
    return List.copyOf(weights.keySet());
  }

  /** The scorer with the largest weight, the first by name of those with the same weight. */
  public String main() {
    return Collections.max(
            weights.entrySet(),
            Map.Entry.<String, Double>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .getKey();
  }

  /** The weights as in events: empty for one scorer, whose score is the trace's. */
  public Map<String, Double> eventWeights() {
    return weights.size() == 1 ? Map.of() : weights;
  }
}
