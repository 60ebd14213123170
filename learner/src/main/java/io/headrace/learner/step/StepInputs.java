package io.headrace.learner.step;

import io.headrace.learner.batch.GroupOutcome;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.objective.advantage.AdvantageEstimator;
import io.headrace.learner.objective.advantage.TraceAdvantage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a step knows of its batch besides the tokens: advantages, and log-probs as far as they are
 * computed. Not thread-safe.
 *
 * @param groups the batch
 * @param old under the weights at batch start
 * @param reference under the reference model
 * @param advantages per group, per trace
 */
record StepInputs(
    List<TraceGroup> groups,
    BatchLogProbs old,
    BatchLogProbs reference,
    List<List<TraceAdvantage>> advantages) {

  /** Estimates the advantages; what the estimator reads must be computed for every group. */
  static StepInputs of(
      List<TraceGroup> groups,
      BatchLogProbs old,
      BatchLogProbs reference,
      AdvantageEstimator estimator) {
    List<GroupOutcome> outcomes =
        IntStream.range(0, groups.size())
            .mapToObj(group -> outcome(groups.get(group), group, old, reference, estimator))
            .toList();
    List<TraceAdvantage> estimated = estimator.estimate(outcomes);
    List<List<TraceAdvantage>> advantages = new ArrayList<>();
    int at = 0;
    for (TraceGroup group : groups) {
      advantages.add(List.copyOf(estimated.subList(at, at + group.traces().size())));
      at += group.traces().size();
    }
    return new StepInputs(groups, old, reference, advantages);
  }

  /** The inputs of one optimizer update, in the order of its groups. */
  RowInputs of(List<Integer> chosen) {
    return new RowInputs(
        chosen.stream().flatMap(group -> advantages.get(group).stream()).toList(),
        old.of(chosen),
        reference.of(chosen));
  }

  private static GroupOutcome outcome(
      TraceGroup group,
      int index,
      BatchLogProbs old,
      BatchLogProbs reference,
      AdvantageEstimator estimator) {
    if (estimator.inputs().isEmpty()) {
      return group.outcome();
    }
    List<Map<TokenInput, float[]>> inputs = new ArrayList<>();
    for (int trace = 0; trace < group.traces().size(); trace++) {
      Map<TokenInput, float[]> perToken = new EnumMap<>(TokenInput.class);
      for (TokenInput input : estimator.inputs()) {
        perToken.put(
            input,
            switch (input) {
              case ROLLOUT_LOG_PROBS -> group.traces().get(trace).rolloutLogProbs();
              case OLD_LOG_PROBS -> old.of(List.of(index)).orElseThrow().get(trace);
              case REFERENCE_LOG_PROBS -> reference.of(List.of(index)).orElseThrow().get(trace);
              case OLD_VALUES -> throw EngineRows.noValues();
            });
      }
      inputs.add(perToken);
    }
    return group.outcome(inputs);
  }
}
