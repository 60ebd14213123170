package io.headrace.learner.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.headrace.learner.batch.GroupOutcome;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.batch.TrainingTrace;
import io.headrace.learner.objective.Objective;
import io.headrace.learner.packing.MicroBatch;
import io.headrace.learner.packing.MicroBatchPacker;
import io.headrace.policy.program.AdamWSettings;
import io.headrace.policy.program.Gradients;
import io.headrace.policy.program.OptimizerState;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import java.util.Arrays;
import java.util.List;

/**
 * One optimizer update over some groups: the gradients of all micro-batches add up, then one
 * clipped AdamW step is taken.
 *
 * <p>Native memory: the arrays of a micro-batch live in a scope that ends with it.
 */
final class OptimizerUpdate {

  /**
   * What an update did.
   *
   * @param loss the objective's value before the update
   * @param gradientNorm before clipping
   * @param tokens real tokens, prompts included
   * @param logProbs per trace the log-prob of each response token before the update; empty when the
   *     objective reads no old log-probs
   * @param ratios the log-ratios of its traces to the weights at batch start, before the update
   */
  record Outcome(
      double loss, double gradientNorm, long tokens, List<float[]> logProbs, LogRatios ratios) {}

  private final PolicyProgram program;
  private final PolicyParameters parameters;
  private final OptimizerState optimizer;
  private final Objective objective;
  private final boolean readsOld;

  OptimizerUpdate(
      PolicyProgram program,
      PolicyParameters parameters,
      OptimizerState optimizer,
      Objective objective) {
    this.program = program;
    this.parameters = parameters;
    this.optimizer = optimizer;
    this.objective = objective;
    this.readsOld = objective.inputs().contains(TokenInput.OLD_LOG_PROBS);
  }

  /**
   * Takes the update.
   *
   * @param groups what is trained on
   * @param inputs of the traces of the groups, in their order
   */
  Outcome apply(
      List<TraceGroup> groups, RowInputs inputs, MicroBatchPacker packer, AdamWSettings settings) {
    List<TrainingTrace> traces = groups.stream().flatMap(group -> group.traces().stream()).toList();
    List<double[]> weights = weights(groups);
    int[] lengths = traces.stream().mapToInt(TrainingTrace::length).toArray();
    float[][] logProbs = new float[readsOld ? traces.size() : 0][];
    LogRatios ratios = new LogRatios();
    double loss = 0;
    try (Gradients gradients = Gradients.record()) {
      for (MicroBatch microBatch : packer.pack(lengths)) {
        RowInputs rows = inputs.of(microBatch);
        RowResult result =
            backward(
                gradients,
                RowLayout.of(microBatch, traces),
                rows,
                weights.stream().map(all -> select(microBatch, all)).toList());
        loss += result.loss();
        for (int row = 0; row < result.logProbs().size(); row++) {
          logProbs[microBatch.traces().get(row)] = result.logProbs().get(row);
        }
        ratios.add(result.logProbs(), rows.old().orElse(result.logProbs()));
      }
    }
    double norm = program.update(parameters, optimizer, settings);
    return new Outcome(
        loss, norm, Arrays.stream(lengths).asLongStream().sum(), List.of(logProbs), ratios);
  }

  /** Per term of the objective the factors of the traces. */
  private List<double[]> weights(List<TraceGroup> groups) {
    List<GroupOutcome> outcomes = groups.stream().map(TraceGroup::outcome).toList();
    return objective.terms().stream().map(term -> term.weights(outcomes)).toList();
  }

  private static double[] select(MicroBatch microBatch, double[] perTrace) {
    return microBatch.traces().stream().mapToDouble(trace -> perTrace[trace]).toArray();
  }

  private RowResult backward(
      Gradients gradients, RowLayout layout, RowInputs inputs, List<double[]> weights) {
    try (NDManager scope = program.newScope()) {
      NDArray logProbs =
          program.logProbs(scope, parameters, layout.tokens(), layout.temperatures());
      EngineRows rows = new EngineRows(program, scope, layout, inputs, logProbs);
      NDArray loss = objective.loss(rows, weights.stream().map(rows::perRow).toList());
      gradients.backward(loss);
      List<float[]> values = readsOld ? layout.gatherAll(logProbs.toFloatArray()) : List.of();
      return new RowResult(loss.getFloat(), values);
    }
  }

  /** Loss of a micro-batch, and per row the log-probs of its response. */
  private record RowResult(double loss, List<float[]> logProbs) {}
}
