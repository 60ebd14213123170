package io.headrace.learner.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.batch.TrainingTrace;
import io.headrace.learner.objective.Objective;
import io.headrace.learner.objective.TraceAdvantage;
import io.headrace.learner.objective.TraceRows;
import io.headrace.learner.packing.MicroBatch;
import io.headrace.learner.packing.MicroBatchPacker;
import io.headrace.policy.program.AdamWSettings;
import io.headrace.policy.program.Gradients;
import io.headrace.policy.program.OptimizerState;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
   *     objective reads no reference
   * @param ratios the log-ratios of its traces to the reference, before the update
   */
  record Outcome(
      double loss, double gradientNorm, long tokens, List<float[]> logProbs, LogRatios ratios) {}

  private final PolicyProgram program;
  private final PolicyParameters parameters;
  private final OptimizerState optimizer;
  private final Objective objective;

  OptimizerUpdate(
      PolicyProgram program,
      PolicyParameters parameters,
      OptimizerState optimizer,
      Objective objective) {
    this.program = program;
    this.parameters = parameters;
    this.optimizer = optimizer;
    this.objective = objective;
  }

  /**
   * Takes the update.
   *
   * @param groups what is trained on
   * @param reference per trace of the groups, in their order, the reference log-probs; absent when
   *     the current weights are the reference: then the update's own forward pass gives them
   */
  Outcome apply(
      List<TraceGroup> groups,
      Optional<List<float[]>> reference,
      MicroBatchPacker packer,
      AdamWSettings settings) {
    List<TrainingTrace> traces = groups.stream().flatMap(group -> group.traces().stream()).toList();
    List<TraceAdvantage> credits =
        objective.credits(groups.stream().map(TraceGroup::outcome).toList());
    int[] lengths = traces.stream().mapToInt(TrainingTrace::length).toArray();
    float[][] logProbs = new float[objective.usesReference() ? traces.size() : 0][];
    LogRatios ratios = new LogRatios();
    double loss = 0;
    try (Gradients gradients = Gradients.record()) {
      for (MicroBatch microBatch : packer.pack(lengths)) {
        Rows rows =
            new Rows(
                RowLayout.of(microBatch, traces),
                select(microBatch, credits),
                reference.map(all -> select(microBatch, all)));
        RowResult result = backward(gradients, rows);
        loss += result.loss();
        for (int row = 0; row < result.logProbs().size(); row++) {
          logProbs[microBatch.traces().get(row)] = result.logProbs().get(row);
        }
        ratios.add(result.logProbs(), rows.reference().orElse(result.logProbs()));
      }
    }
    double norm = program.update(parameters, optimizer, settings);
    return new Outcome(
        loss, norm, Arrays.stream(lengths).asLongStream().sum(), List.of(logProbs), ratios);
  }

  private static <T> List<T> select(MicroBatch microBatch, List<T> perTrace) {
    return microBatch.traces().stream().map(perTrace::get).toList();
  }

  private RowResult backward(Gradients gradients, Rows rows) {
    RowLayout layout = rows.layout();
    try (NDManager scope = program.newScope()) {
      NDArray logProbs =
          program.logProbs(scope, parameters, layout.tokens(), layout.temperatures());
      NDArray reference =
          rows.reference()
              .map(values -> cells(scope, layout, layout.scatter(values)))
              .orElseGet(logProbs::stopGradient);
      reference.attach(scope);
      NDArray loss =
          objective.loss(
              new TraceRows(
                  logProbs,
                  reference,
                  cells(scope, layout, layout.mask()),
                  program.array(scope, RowLayout.advantages(rows.credits()), layout.rows()),
                  program.array(scope, RowLayout.weights(rows.credits()), layout.rows())));
      gradients.backward(loss);
      List<float[]> values =
          objective.usesReference() ? layout.gatherAll(logProbs.toFloatArray()) : List.of();
      return new RowResult(loss.getFloat(), values);
    }
  }

  private NDArray cells(NDManager scope, RowLayout layout, float[] values) {
    return program.array(scope, values, layout.rows(), layout.columns());
  }

  /** The rows of a micro-batch, each list in row order. */
  private record Rows(
      RowLayout layout, List<TraceAdvantage> credits, Optional<List<float[]>> reference) {}

  /** Loss of a micro-batch, and per row the log-probs of its response. */
  private record RowResult(double loss, List<float[]> logProbs) {}
}
