package io.headrace.learner.objective.correction;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.objective.term.TokenRows;

/** Rows whose old log-probs are those that the rollout workers recorded. */
record RolloutAsOldRows(TokenRows rows) implements TokenRows {

  @Override
  public NDArray logProbs() {
    return rows.logProbs();
  }

  @Override
  public NDArray oldLogProbs() {
    return rows.rolloutLogProbs();
  }

  @Override
  public NDArray rolloutLogProbs() {
    return rows.rolloutLogProbs();
  }

  @Override
  public NDArray referenceLogProbs() {
    return rows.referenceLogProbs();
  }

  @Override
  public NDArray values() {
    return rows.values();
  }

  @Override
  public NDArray oldValues() {
    return rows.oldValues();
  }

  @Override
  public NDArray returns() {
    return rows.returns();
  }

  @Override
  public NDArray mask() {
    return rows.mask();
  }

  @Override
  public NDArray advantages() {
    return rows.advantages();
  }

  @Override
  public NDArray sequenceAdvantages() {
    return rows.sequenceAdvantages();
  }
}
