package io.headrace.learner.objective.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.advantage.TraceAdvantage;
import io.headrace.learner.objective.term.TokenRows;
import java.util.List;

/**
 * The responses of a case as rows on the engine, padded on the right with 0. The values under the
 * current weights are those at batch start.
 */
final class CaseRows implements TokenRows {

  private final NDManager scope;
  private final LossCase responses;
  private final List<TraceAdvantage> advantages;
  private final DataType type;
  private final NDArray logProbs;

  CaseRows(NDManager scope, LossCase responses, List<TraceAdvantage> advantages, DataType type) {
    this.scope = scope;
    this.responses = responses;
    this.advantages = advantages;
    this.type = type;
    this.logProbs = cells(responses.logProbs());
    logProbs.setRequiresGradient(true);
  }

  @Override
  public NDArray logProbs() {
    return logProbs;
  }

  @Override
  public NDArray oldLogProbs() {
    return cells(TokenInput.OLD_LOG_PROBS);
  }

  @Override
  public NDArray rolloutLogProbs() {
    return cells(TokenInput.ROLLOUT_LOG_PROBS);
  }

  @Override
  public NDArray referenceLogProbs() {
    return cells(TokenInput.REFERENCE_LOG_PROBS);
  }

  @Override
  public NDArray values() {
    return oldValues();
  }

  @Override
  public NDArray oldValues() {
    return cells(TokenInput.OLD_VALUES);
  }

  @Override
  public NDArray returns() {
    return cells(advantages.stream().map(TraceAdvantage::returns).toArray(double[][]::new));
  }

  @Override
  public NDArray mask() {
    double[][] mask = new double[responses.size()][];
    for (int row = 0; row < mask.length; row++) {
      mask[row] = new double[responses.mask()[row].length];
      for (int token = 0; token < mask[row].length; token++) {
        mask[row][token] = responses.mask()[row][token] ? 1 : 0;
      }
    }
    return cells(mask);
  }

  @Override
  public NDArray advantages() {
    return cells(advantages.stream().map(TraceAdvantage::advantages).toArray(double[][]::new));
  }

  @Override
  public NDArray sequenceAdvantages() {
    return perRow(advantages.stream().mapToDouble(TraceAdvantage::ofSequence).toArray());
  }

  /** [B] one number per row. */
  NDArray perRow(double[] values) {
    return array(values, values.length);
  }

  private NDArray cells(TokenInput input) {
    double[][] rows = responses.inputs().get(input);
    if (rows == null) {
      throw new IllegalStateException("[objective] a term reads %s undeclared".formatted(input));
    }
    return cells(rows);
  }

  private NDArray cells(double[][] rows) {
    int columns = responses.columns();
    double[] cells = new double[rows.length * columns];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, cells, row * columns, rows[row].length);
    }
    return array(cells, rows.length, columns);
  }

  private NDArray array(double[] values, long... shape) {
    return scope.create(values, new Shape(shape)).toType(type, true);
  }
}
