package io.headrace.learner.objective.valueloss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.headrace.learner.objective.term.TokenRows;

/** One trace all of whose tokens are trained on, with values and returns only. */
record ValueRows(NDArray values, NDArray oldValues, NDArray returns) implements TokenRows {

  /** Rows whose current values carry gradient. */
  static ValueRows of(NDManager scope, double[] values, double[] old, double[] returns) {
    NDArray current = row(scope, values);
    current.setRequiresGradient(true);
    return new ValueRows(current, row(scope, old), row(scope, returns));
  }

  @Override
  public NDArray logProbs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public NDArray oldLogProbs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public NDArray rolloutLogProbs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public NDArray referenceLogProbs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public NDArray mask() {
    return values.onesLike();
  }

  @Override
  public NDArray advantages() {
    throw new UnsupportedOperationException();
  }

  @Override
  public NDArray sequenceAdvantages() {
    throw new UnsupportedOperationException();
  }

  private static NDArray row(NDManager scope, double[] values) {
    return scope.create(values).expandDims(0);
  }
}
