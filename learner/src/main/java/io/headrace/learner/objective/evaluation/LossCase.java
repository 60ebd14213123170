package io.headrace.learner.objective.evaluation;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.RewardedTrace;
import io.headrace.learner.batch.TokenInput;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Responses with everything that an objective reads of them, one array per response with one entry
 * per token. The responses of a group follow each other.
 *
 * <p>Hot: the arrays are not copied and must not be changed.
 *
 * @param logProbs under the current weights (π_θ), nats
 * @param inputs what else is known per token
 * @param mask whether a token is trained on
 * @param rewards one per response
 * @param groupSizes how many responses each group has; their sum is the number of responses
 */
@SuppressWarnings("ArrayRecordComponent")
public record LossCase(
    double[][] logProbs,
    Map<TokenInput, double[][]> inputs,
    boolean[][] mask,
    double[] rewards,
    List<Integer> groupSizes) {

  /** Copies map and list. */
  public LossCase {
    inputs = Map.copyOf(inputs);
    groupSizes = List.copyOf(groupSizes);
  }

  /** Number of responses. */
  public int size() {
    return logProbs.length;
  }

  /** Tokens of the longest response. */
  int columns() {
    int columns = 1;
    for (double[] row : logProbs) {
      columns = Math.max(columns, row.length);
    }
    return columns;
  }

  /** What estimators and aggregations read. */
  List<RewardedGroup> groups() {
    List<RewardedGroup> groups = new ArrayList<>();
    int first = 0;
    for (int size : groupSizes) {
      List<RewardedTrace> traces = new ArrayList<>();
      for (int row = first; row < first + size; row++) {
        traces.add(new RewardedTrace(rewards[row], mask[row], inputs(row)));
      }
      groups.add(new RewardedGroup(traces));
      first += size;
    }
    return groups;
  }

  private Map<TokenInput, double[]> inputs(int row) {
    Map<TokenInput, double[]> perToken = new EnumMap<>(TokenInput.class);
    inputs.forEach((input, rows) -> perToken.put(input, rows[row]));
    return perToken;
  }
}
