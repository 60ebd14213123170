package io.headrace.learner.step;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.batch.TrainingTrace;
import io.headrace.learner.objective.Objective;
import io.headrace.learner.objective.TraceCredit;
import io.headrace.learner.objective.TraceRows;
import io.headrace.learner.packing.MicroBatch;
import io.headrace.learner.packing.MicroBatchPacker;
import io.headrace.policy.program.AdamWSettings;
import io.headrace.policy.program.OptimizerState;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One optimizer update over some groups: the gradients of all micro-batches add up, then one
 * clipped AdamW step is taken.
 *
 * <p>Native memory: the arrays of a micro-batch live in a scope that ends with it.
 */
final class InnerUpdate {

  /**
   * What an update did.
   *
   * @param loss the objective's value before the update
   * @param gradientNorm before clipping
   * @param tokens real tokens, prompts included
   * @param ratios the log-ratios of its traces to the reference, before the update
   */
  record Outcome(double loss, double gradientNorm, long tokens, LogRatios ratios) {}

  /** DJL collects gradients for one caller per process; learners in one process take turns. */
  private static final Lock COLLECTING = new ReentrantLock();

  private final PolicyProgram program;
  private final PolicyParameters parameters;
  private final OptimizerState optimizer;
  private final Objective objective;

  InnerUpdate(
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
   * @param reference per trace of the groups, in their order, the reference log-probs
   */
  Outcome apply(
      List<TraceGroup> groups,
      List<float[]> reference,
      MicroBatchPacker packer,
      AdamWSettings settings) {
    COLLECTING.lock();
    try {
      return collect(groups, reference, packer, settings);
    } finally {
      COLLECTING.unlock();
    }
  }

  private Outcome collect(
      List<TraceGroup> groups,
      List<float[]> reference,
      MicroBatchPacker packer,
      AdamWSettings settings) {
    List<TrainingTrace> traces = groups.stream().flatMap(group -> group.traces().stream()).toList();
    List<TraceCredit> credits =
        objective.credits(groups.stream().map(TraceGroup::outcome).toList());
    LogRatios ratios = new LogRatios();
    double loss = 0;
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      int[] lengths = traces.stream().mapToInt(TrainingTrace::length).toArray();
      for (MicroBatch microBatch : packer.pack(lengths)) {
        RowLayout layout = RowLayout.of(microBatch, traces);
        List<TraceCredit> rowCredits = microBatch.traces().stream().map(credits::get).toList();
        List<float[]> rowReference = microBatch.traces().stream().map(reference::get).toList();
        loss += backward(collector, layout, rowCredits, rowReference, ratios);
      }
    }
    double norm = program.update(parameters, optimizer, settings);
    long tokens = traces.stream().mapToLong(TrainingTrace::length).sum();
    return new Outcome(loss, norm, tokens, ratios);
  }

  private double backward(
      GradientCollector collector,
      RowLayout layout,
      List<TraceCredit> credits,
      List<float[]> reference,
      LogRatios ratios) {
    Shape cells = new Shape(layout.rows(), layout.columns());
    try (NDManager scope = program.newScope()) {
      NDArray logProbs =
          program.logProbs(scope, parameters, layout.tokens(), layout.temperatures());
      TraceRows rows =
          new TraceRows(
              logProbs,
              scope.create(layout.scatter(reference), cells),
              scope.create(layout.mask(), cells),
              scope.create(RowLayout.advantages(credits)),
              scope.create(RowLayout.weights(credits)));
      NDArray loss = objective.loss(rows);
      collector.backward(loss);
      if (objective.usesReference()) {
        ratios.add(layout, logProbs.toFloatArray(), reference);
      }
      return loss.getFloat();
    }
  }
}
