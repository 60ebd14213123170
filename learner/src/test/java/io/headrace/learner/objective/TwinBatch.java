package io.headrace.learner.objective;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.RewardedTrace;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.advantage.TraceAdvantage;
import io.headrace.learner.objective.evaluation.LossCase;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One group in plain doubles, with everything an objective reads.
 *
 * @param logProbs per trace, per token, under the current weights
 * @param old under the weights at batch start
 * @param reference under the reference model
 * @param rollout as the workers recorded them
 * @param rewards of the traces
 */
@SuppressWarnings("ArrayRecordComponent")
record TwinBatch(
    double[][] logProbs,
    double[][] old,
    double[][] reference,
    double[][] rollout,
    double[] rewards) {

  int size() {
    return logProbs.length;
  }

  /** The batch as estimators and aggregations see it. */
  List<RewardedGroup> groups() {
    return List.of(new RewardedGroup(IntStream.range(0, size()).mapToObj(this::outcome).toList()));
  }

  private RewardedTrace outcome(int row) {
    return new RewardedTrace(
        rewards[row],
        trained(logProbs[row].length),
        Map.of(
            TokenInput.OLD_LOG_PROBS, old[row],
            TokenInput.REFERENCE_LOG_PROBS, reference[row],
            TokenInput.ROLLOUT_LOG_PROBS, rollout[row]));
  }

  /** The batch as the engine reads it. */
  LossCase lossCase() {
    boolean[][] mask =
        Arrays.stream(logProbs).map(row -> trained(row.length)).toArray(boolean[][]::new);
    return new LossCase(
        logProbs,
        Map.of(
            TokenInput.OLD_LOG_PROBS, old,
            TokenInput.REFERENCE_LOG_PROBS, reference,
            TokenInput.ROLLOUT_LOG_PROBS, rollout),
        mask,
        rewards,
        List.of(size()));
  }

  /** A group all of whose tokens are trained on. */
  static RewardedGroup group(double[] rewards, int[] tokens) {
    return new RewardedGroup(
        IntStream.range(0, rewards.length)
            .mapToObj(trace -> new RewardedTrace(rewards[trace], trained(tokens[trace]), Map.of()))
            .toList());
  }

  /** The traces with the advantages of an objective. */
  List<TwinTrace> traces(Objective objective) {
    List<TraceAdvantage> advantages = objective.advantage().estimate(groups());
    return IntStream.range(0, size())
        .mapToObj(
            row ->
                new TwinTrace(
                    logProbs[row],
                    old[row],
                    reference[row],
                    rollout[row],
                    advantages.get(row).advantages()))
        .toList();
  }

  /** The loss of the batch. */
  double loss(Objective objective) {
    List<TwinTrace> traces = traces(objective);
    double loss = 0;
    for (WeightedTerm term : objective.terms()) {
      double[] weights = term.weights(groups());
      for (int row = 0; row < size(); row++) {
        loss += weights[row] * LossTwin.of(term.term()).traceLoss(traces.get(row));
      }
    }
    return loss;
  }

  /** The derivative of the loss by each log-prob. */
  double[][] gradient(Objective objective) {
    List<TwinTrace> traces = traces(objective);
    double[][] gradient =
        Arrays.stream(logProbs).map(row -> new double[row.length]).toArray(double[][]::new);
    for (WeightedTerm term : objective.terms()) {
      double[] weights = term.weights(groups());
      for (int row = 0; row < size(); row++) {
        double[] own = LossTwin.of(term.term()).traceGradient(traces.get(row));
        for (int token = 0; token < own.length; token++) {
          gradient[row][token] += weights[row] * own[token];
        }
      }
    }
    return gradient;
  }

  private static boolean[] trained(int tokens) {
    boolean[] mask = new boolean[tokens];
    Arrays.fill(mask, true);
    return mask;
  }
}
