package io.headrace.learner.step;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.batch.TrainingTrace;
import io.headrace.learner.objective.advantage.AdvantageEstimator;
import io.headrace.learner.objective.advantage.TraceAdvantage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The inputs of a step besides tokens: advantages, and the results of the passes before its first
 * update. Not thread-safe.
 *
 * @param groups the batch
 * @param start results of the passes at batch start
 * @param advantages per group, per trace
 */
record StepInputs(
    List<TraceGroup> groups, StartColumns start, List<List<TraceAdvantage>> advantages) {

  /** Estimates the advantages; what the estimator reads must be computed for every group. */
  static StepInputs of(List<TraceGroup> groups, StartColumns start, AdvantageEstimator estimator) {
    List<RewardedGroup> outcomes =
        IntStream.range(0, groups.size())
            .mapToObj(group -> outcome(groups.get(group), group, start, estimator.inputs()))
            .toList();
    List<TraceAdvantage> estimated = estimator.estimate(outcomes);
    List<List<TraceAdvantage>> advantages = new ArrayList<>();
    int at = 0;
    for (TraceGroup group : groups) {
      advantages.add(List.copyOf(estimated.subList(at, at + group.traces().size())));
      at += group.traces().size();
    }
    return new StepInputs(groups, start, advantages);
  }

  /** The inputs of one optimizer update, in the order of its groups. */
  RowInputs of(List<Integer> chosen) {
    return new RowInputs(
        chosen.stream().flatMap(group -> advantages.get(group).stream()).toList(),
        start.old().of(chosen),
        start.reference().of(chosen),
        start.oldValues().of(chosen));
  }

  private static RewardedGroup outcome(
      TraceGroup group, int index, StartColumns start, Set<TokenInput> inputs) {
    if (inputs.isEmpty()) {
      return group.outcome();
    }
    List<Map<TokenInput, float[]>> perTrace = new ArrayList<>();
    for (int trace = 0; trace < group.traces().size(); trace++) {
      Map<TokenInput, float[]> perToken = new EnumMap<>(TokenInput.class);
      for (TokenInput input : inputs) {
        perToken.put(input, numbers(input, group, index, start).get(trace));
      }
      perTrace.add(perToken);
    }
    return group.outcome(perTrace);
  }

  private static List<float[]> numbers(
      TokenInput input, TraceGroup group, int index, StartColumns start) {
    return switch (input) {
      case ROLLOUT_LOG_PROBS ->
          group.traces().stream().map(TrainingTrace::rolloutLogProbs).toList();
      case OLD_LOG_PROBS -> start.old().of(List.of(index)).orElseThrow();
      case REFERENCE_LOG_PROBS -> start.reference().of(List.of(index)).orElseThrow();
      case OLD_VALUES -> start.oldValues().of(List.of(index)).orElseThrow();
      case VALUES ->
          throw new IllegalStateException(
              "[objective] an advantage estimator reads VALUES, which change with each update; use"
                  + " OLD_VALUES");
    };
  }
}
