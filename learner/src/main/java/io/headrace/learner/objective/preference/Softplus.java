package io.headrace.learner.objective.preference;

import ai.djl.ndarray.NDArray;

/** Logarithms of sigmoids that neither overflow nor lose small values. */
final class Softplus {

  private Softplus() {}

  /** {@code -log sigmoid(x) = log(1 + exp(-x))}, elementwise. */
  static NDArray ofNegative(NDArray x) {
    return x.neg().maximum(0).add(x.abs().neg().exp().add(1).log());
  }
}
