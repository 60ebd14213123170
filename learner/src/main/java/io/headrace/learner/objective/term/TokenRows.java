package io.headrace.learner.objective.term;

import ai.djl.ndarray.NDArray;

/**
 * The rows of one micro-batch as loss terms read them; B traces, T positions, one floating-point
 * type. Each quantity stands at the position of the response token it belongs to; on prompt and
 * padding it is arbitrary but finite, and {@link #mask} is 0.
 *
 * <p>An array is made when a term first asks for it. The arrays belong to the step's scope and are
 * constants of the gradient, except {@link #logProbs} and {@link #values}. Used by one thread.
 */
public interface TokenRows {

  /** [B, T] log-prob under the current weights (π_θ), nats; carries gradient. */
  NDArray logProbs();

  /** [B, T] log-prob under the weights at batch start (π_old), nats. */
  NDArray oldLogProbs();

  /** [B, T] log-prob as the rollout workers recorded it (μ), nats. */
  NDArray rolloutLogProbs();

  /** [B, T] log-prob under the frozen reference model (π_ref), nats. */
  NDArray referenceLogProbs();

  /** [B, T] the value function under the current weights, in units of reward; carries gradient. */
  NDArray values();

  /** [B, T] the value function at batch start, in units of reward. */
  NDArray oldValues();

  /** [B, T] the target of the value function, in units of reward. */
  NDArray returns();

  /** [B, T] 1 on a response token that is trained on, else 0. */
  NDArray mask();

  /** [B, T] the advantage of each token. */
  NDArray advantages();

  /**
   * [B] the advantage of each whole trace, for terms on the sequence.
   *
   * @throws IllegalStateException when the estimator gave the tokens of a trace different ones
   */
  NDArray sequenceAdvantages();
}
