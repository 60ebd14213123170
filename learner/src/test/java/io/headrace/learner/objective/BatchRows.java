package io.headrace.learner.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.headrace.learner.objective.advantage.TraceAdvantage;
import io.headrace.learner.objective.term.TokenRows;
import java.util.Arrays;
import java.util.List;

/** A batch as rows on the engine, one column of padding at the end, in float32 or float64. */
final class BatchRows implements TokenRows {

  /** Stands on padding, where values are arbitrary. */
  private static final double PADDING = -7;

  private final NDManager scope;
  private final TwinBatch batch;
  private final List<TraceAdvantage> advantages;
  private final DataType type;
  private final int columns;
  private final NDArray logProbs;

  BatchRows(NDManager scope, TwinBatch batch, List<TraceAdvantage> advantages, DataType type) {
    this.scope = scope;
    this.batch = batch;
    this.advantages = advantages;
    this.type = type;
    this.columns = columns(batch);
    this.logProbs = cells(batch.logProbs());
    logProbs.setRequiresGradient(true);
  }

  /** Columns per row. */
  static int columns(TwinBatch batch) {
    return Arrays.stream(batch.logProbs()).mapToInt(row -> row.length).max().orElseThrow() + 1;
  }

  @Override
  public NDArray logProbs() {
    return logProbs;
  }

  @Override
  public NDArray oldLogProbs() {
    return cells(batch.old());
  }

  @Override
  public NDArray rolloutLogProbs() {
    return cells(batch.rollout());
  }

  @Override
  public NDArray referenceLogProbs() {
    return cells(batch.reference());
  }

  /** The log-probs take the place of a value function. */
  @Override
  public NDArray values() {
    return logProbs;
  }

  @Override
  public NDArray oldValues() {
    return cells(batch.old());
  }

  @Override
  public NDArray returns() {
    return cells(advantages.stream().map(TraceAdvantage::returns).toArray(double[][]::new));
  }

  @Override
  public NDArray mask() {
    double[] mask = new double[batch.size() * columns];
    for (int row = 0; row < batch.size(); row++) {
      int from = row * columns;
      Arrays.fill(mask, from, from + batch.logProbs()[row].length, 1);
    }
    return array(mask, batch.size(), columns);
  }

  @Override
  public NDArray advantages() {
    return cells(advantages.stream().map(TraceAdvantage::advantages).toArray(double[][]::new));
  }

  @Override
  public NDArray sequenceAdvantages() {
    return perRow(advantages.stream().mapToDouble(TraceAdvantage::ofSequence).toArray());
  }

  NDArray perRow(double[] values) {
    return array(values, values.length);
  }

  private NDArray cells(double[][] perTrace) {
    double[] cells = new double[perTrace.length * columns];
    Arrays.fill(cells, PADDING);
    for (int row = 0; row < perTrace.length; row++) {
      System.arraycopy(perTrace[row], 0, cells, row * columns, perTrace[row].length);
    }
    return array(cells, perTrace.length, columns);
  }

  private NDArray array(double[] values, long... shape) {
    return scope.create(values, new Shape(shape)).toType(type, true);
  }
}
