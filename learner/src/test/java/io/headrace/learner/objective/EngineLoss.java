package io.headrace.learner.objective;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import io.headrace.learner.objective.advantage.TraceAdvantage;
import java.util.List;

/** What the engine computes for a batch: the loss and its gradient by each log-prob, row-major. */
@SuppressWarnings("ArrayRecordComponent")
public record EngineLoss(double loss, double[] gradient) {

  /** In float64, with rows as wide as the longest trace and one column of padding. */
  static EngineLoss exact(Objective objective, TwinBatch batch) {
    return of(objective, batch, DataType.FLOAT64);
  }

  static EngineLoss of(Objective objective, TwinBatch batch, DataType type) {
    List<TraceAdvantage> advantages = objective.advantage().estimate(batch.groups());
    try (NDManager scope = NDManager.newBaseManager("PyTorch");
        GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      BatchRows rows = new BatchRows(scope, batch, advantages, type);
      List<NDArray> weights =
          objective.terms().stream()
              .map(term -> rows.perRow(term.weights(batch.groups())))
              .toList();
      NDArray loss = objective.loss(rows, weights);
      collector.backward(loss);
      return new EngineLoss(
          loss.toType(DataType.FLOAT64, true).getDouble(),
          rows.logProbs().getGradient().toType(DataType.FLOAT64, true).toDoubleArray());
    }
  }
}
