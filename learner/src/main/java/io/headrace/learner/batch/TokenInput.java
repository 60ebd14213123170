package io.headrace.learner.batch;

/**
 * A quantity known per response token before an optimizer update, constant under its gradient. An
 * objective declares those it reads; the others are not computed.
 */
public enum TokenInput {
  /** Log-probs that the rollout workers recorded when they drew the tokens (μ), nats. */
  ROLLOUT_LOG_PROBS,
  /** Log-probs under the weights at batch start (π_old), by the learner's arithmetic, nats. */
  OLD_LOG_PROBS,
  /** Log-probs under a frozen reference model (π_ref), nats. */
  REFERENCE_LOG_PROBS,
  /** Estimates of the value function at batch start, in units of reward. */
  OLD_VALUES
}
