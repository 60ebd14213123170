package io.headrace.learner.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.batch.TrainingTrace;
import io.headrace.learner.objective.Objective;
import io.headrace.learner.packing.MicroBatch;
import io.headrace.learner.packing.MicroBatchPacker;
import io.headrace.policy.program.AdamWSettings;
import io.headrace.policy.program.Gradients;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One optimizer update over some groups: the gradients of all micro-batches add up, then one
 * clipped AdamW step is taken.
 *
 * <p>Native memory: the arrays of a micro-batch live in a scope that ends with it.
 */
final class OptimizerUpdate {

  /**
   * The result of an update.
   *
   * @param loss the objective's value before the update
   * @param gradientNorm before clipping
   * @param tokens real tokens that passed through the model, prompts included
   * @param logProbs per trace the log-prob of each response token before the update; empty when the
   *     objective reads no old log-probs
   * @param ratios the log-ratios of its traces to the weights at batch start, before the update
   */
  record Outcome(
      double loss, double gradientNorm, long tokens, List<float[]> logProbs, LogRatios ratios) {}

  private final TrainableModel model;
  private final Objective objective;
  private final boolean readsOld;
  private final boolean readsValues;

  OptimizerUpdate(TrainableModel model, Objective objective) {
    this.model = model;
    this.objective = objective;
    this.readsOld = objective.inputs().contains(TokenInput.OLD_LOG_PROBS);
    this.readsValues = objective.inputs().contains(TokenInput.VALUES);
  }

  /**
   * Makes the update.
   *
   * @param groups the groups to train on
   * @param inputs of the traces of the groups, in their order
   */
  Outcome apply(
      List<TraceGroup> groups, RowInputs inputs, MicroBatchPacker packer, AdamWSettings settings) {
    List<TrainingTrace> traces = groups.stream().flatMap(group -> group.traces().stream()).toList();
    List<double[]> weights = weights(groups);
    List<float[]> logProbs = readsOld ? zeros(traces) : List.of();
    LogRatios ratios = new LogRatios();
    double loss = 0;
    long tokens = 0;
    try (Gradients gradients = Gradients.record()) {
      for (MicroBatch microBatch : packed(packer, traces)) {
        RowInputs rows = inputs.of(microBatch);
        RowLayout layout = RowLayout.of(microBatch, traces);
        RowResult result =
            backward(
                gradients,
                layout,
                rows,
                weights.stream().map(all -> select(microBatch, all)).toList());
        loss += result.loss();
        tokens += layout.traces().stream().mapToLong(TrainingTrace::length).sum();
        for (int row = 0; row < result.logProbs().size(); row++) {
          logProbs.set(microBatch.traces().get(row), result.logProbs().get(row));
        }
        ratios.add(layout.traces(), result.logProbs(), rows.old().orElse(result.logProbs()));
      }
    }
    double norm = model.program().update(model.trained(), model.optimizer(), settings);
    return new Outcome(loss, norm, tokens, logProbs, ratios);
  }

  /** Micro-batches of the traces with a trained token; the others have no gradient. */
  private static List<MicroBatch> packed(MicroBatchPacker packer, List<TrainingTrace> traces) {
    int[] trained =
        IntStream.range(0, traces.size()).filter(i -> traces.get(i).isTrained()).toArray();
    return packer.pack(Arrays.stream(trained).map(i -> traces.get(i).length()).toArray()).stream()
        .map(
            packed ->
                new MicroBatch(
                    packed.traces().stream().map(at -> trained[at]).toList(), packed.width()))
        .toList();
  }

  /** A 0 per response token, kept for traces that do not pass through the model. */
  private static List<float[]> zeros(List<TrainingTrace> traces) {
    return traces.stream()
        .map(trace -> new float[trace.response().length])
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Per term of the objective the factors of the traces. */
  private List<double[]> weights(List<TraceGroup> groups) {
    List<RewardedGroup> outcomes = groups.stream().map(TraceGroup::outcome).toList();
    return objective.terms().stream().map(term -> term.weights(outcomes)).toList();
  }

  private static double[] select(MicroBatch microBatch, double[] perTrace) {
    return microBatch.traces().stream().mapToDouble(trace -> perTrace[trace]).toArray();
  }

  private RowResult backward(
      Gradients gradients, RowLayout layout, RowInputs inputs, List<double[]> weights) {
    try (NDManager scope = model.program().newScope()) {
      TrainableModel.Outputs outputs = model.forward(scope, layout, readsValues);
      EngineRows rows = new EngineRows(model.program(), scope, layout, inputs, outputs);
      NDArray loss = objective.loss(rows, weights.stream().map(rows::perRow).toList());
      gradients.backward(loss);
      List<float[]> logProbs =
          readsOld ? layout.gatherAll(outputs.logProbs().toFloatArray()) : List.of();
      return new RowResult(loss.getFloat(), logProbs);
    }
  }

  /** Loss of a micro-batch, and per row the log-probs of its response. */
  private record RowResult(double loss, List<float[]> logProbs) {}
}
