package io.headrace.learner.objective.correction;

import ai.djl.ndarray.NDArray;

/**
 * The factor on a token's loss that corrects for the policy that drew the token. Constant under the
 * gradient. Implementations are immutable and may be shared between threads.
 */
public interface Correction {

  /**
   * The factors.
   *
   * @param logRatio [B, T] log-ratio of the policy that is corrected for to the one that drew the
   *     tokens, 0 where the mask is 0
   * @param mask [B, T] 1 on trained tokens, else 0
   * @return [B, T], or [B, 1] for a factor of the whole trace
   */
  NDArray weights(NDArray logRatio, NDArray mask);
}
