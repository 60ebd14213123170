package io.headrace.learner.batch;

/**
 * A quantity per response token that an objective reads besides the current log-probs. An objective
 * declares those it reads; the others are not computed.
 *
 * <p>All but {@link #VALUES} are known before an optimizer update and constant under its gradient.
 */
public enum TokenInput {
  /** Log-probs that the rollout workers recorded when they sampled the tokens (μ), nats. */
  ROLLOUT_LOG_PROBS,
  /** Log-probs under the weights at batch start (π_old), by the learner's arithmetic, nats. */
  OLD_LOG_PROBS,
  /** Log-probs under a frozen reference model (π_ref), nats. */
  REFERENCE_LOG_PROBS,
  /** The value function under the weights at batch start, in units of reward. */
  OLD_VALUES,
  /** The value function under the current weights, for loss terms: it carries gradient. */
  VALUES
}
