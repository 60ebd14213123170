package io.headrace.curriculum.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.headrace.pipeline.task.TaskScorers;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads which scorers a line of a tasks file names: {@code verifier} one, {@code scorers} several,
 * as an object of weights by name or as an array of names that all weigh the same.
 */
final class ScorersField {

  private ScorersField() {}

  /**
   * The scorers of a line.
   *
   * @param defaultScorer the scorer of a line that names none; empty when each line has to name one
   */
  static TaskScorers read(JsonNode line, String defaultScorer) throws MalformedLine {
    if (line.hasNonNull("scorers")) {
      return several(line);
    }
    String verifier = line.hasNonNull("verifier") ? JsonText.of(line, "verifier") : defaultScorer;
    if (verifier.isEmpty()) {
      throw new MalformedLine("'verifier' is missing; name the scorer of the task");
    }
    return TaskScorers.single(verifier);
  }

  private static TaskScorers several(JsonNode line) throws MalformedLine {
    if (line.hasNonNull("verifier")) {
      throw new MalformedLine("both 'verifier' and 'scorers' are given; give only one of them");
    }
    JsonNode node = line.get("scorers");
    if (!node.isObject() && !node.isArray()) {
      throw new MalformedLine(
          "'scorers' has to be an object of weights by scorer or an array of scorers, found "
              + JsonText.kindOf(node));
    }
    SortedMap<String, Double> weights = node.isArray() ? ofNames(node) : ofWeights(node);
    try {
      return new TaskScorers(weights);
    } catch (IllegalArgumentException wrong) {
      throw new MalformedLine("'scorers': " + wrong.getMessage());
    }
  }

  private static SortedMap<String, Double> ofNames(JsonNode array) throws MalformedLine {
    SortedMap<String, Double> weights = new TreeMap<>();
    for (JsonNode name : array) {
      if (!name.isTextual()) {
        throw new MalformedLine(
            "'scorers' has to be an array of names, found " + JsonText.kindOf(name) + " in it");
      }
      if (weights.put(name.textValue(), 1.0) != null) {
        throw new MalformedLine("'scorers' names '" + name.textValue() + "' twice");
      }
    }
    return weights;
  }

  private static SortedMap<String, Double> ofWeights(JsonNode object) throws MalformedLine {
    SortedMap<String, Double> weights = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (!entry.getValue().isNumber()) {
        throw new MalformedLine(
            "the weight of scorer '%s' in 'scorers' has to be a number, found %s"
                .formatted(entry.getKey(), JsonText.kindOf(entry.getValue())));
      }
      weights.put(entry.getKey(), entry.getValue().doubleValue());
    }
    return weights;
  }
}
