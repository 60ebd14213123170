package io.headrace.learner.objective.term;

import ai.djl.ndarray.NDArray;

/** Log-ratios of two policies per token. */
public final class LogRatio {

  /** The largest absolute log-ratio, as in verl; beyond it the gradient is 0. */
  private static final double LIMIT = 20;

  private LogRatio() {}

  /** [B, T] {@code log π_θ - log other}, limited to ±20 so that its exponential stays finite. */
  public static NDArray perToken(NDArray logProbs, NDArray other) {
    return logProbs.sub(other).clip(-LIMIT, LIMIT);
  }
}
