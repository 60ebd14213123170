package io.headrace.learner.objective.evaluation;

import io.headrace.learner.batch.TokenInput;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An order of responses in which those of a group follow each other, groups and responses otherwise
 * as they were given.
 *
 * @param order index of the given response at each place
 * @param sizes how many responses each group has
 */
record Grouping(List<Integer> order, List<Integer> sizes) {

  /** The order for the group ids of the given responses. */
  static Grouping of(List<String> ids) {
    Map<String, List<Integer>> members = new LinkedHashMap<>();
    for (int row = 0; row < ids.size(); row++) {
      members.computeIfAbsent(ids.get(row), id -> new ArrayList<>()).add(row);
    }
    return new Grouping(
        members.values().stream().flatMap(List::stream).toList(),
        members.values().stream().map(List::size).toList());
  }

  /** The case in this order, with the groups' sizes. */
  LossCase apply(LossCase given) {
    Map<TokenInput, double[][]> inputs = new EnumMap<>(TokenInput.class);
    given.inputs().forEach((input, rows) -> inputs.put(input, grouped(rows)));
    boolean[][] mask = order.stream().map(row -> given.mask()[row]).toArray(boolean[][]::new);
    double[] rewards = order.stream().mapToDouble(row -> given.rewards()[row]).toArray();
    return new LossCase(grouped(given.logProbs()), inputs, mask, rewards, sizes);
  }

  /** Rows of the given order from rows of this order. */
  double[][] asGiven(double[][] rows) {
    double[][] given = new double[rows.length][];
    for (int at = 0; at < rows.length; at++) {
      given[order.get(at)] = rows[at];
    }
    return given;
  }

  private double[][] grouped(double[][] rows) {
    return order.stream().map(row -> rows[row]).toArray(double[][]::new);
  }
}
