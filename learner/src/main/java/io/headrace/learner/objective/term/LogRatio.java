package io.headrace.learner.objective.term;

import ai.djl.ndarray.NDArray;

/** Log-ratios of two policies, limited so that their exponentials stay finite. */
public final class LogRatio {

  /** The largest absolute log-ratio, as in verl; beyond it the gradient is 0. */
  private static final double LIMIT = 20;

  private LogRatio() {}

  /** [B, T] {@code log π_θ - log other}, limited to ±20. */
  public static NDArray perToken(NDArray logProbs, NDArray other) {
    return limited(logProbs.sub(other));
  }

  /** Log-ratios of tokens or sequences, limited to ±20. */
  public static NDArray limited(NDArray logRatio) {
    return logRatio.clip(-LIMIT, LIMIT);
  }
}
