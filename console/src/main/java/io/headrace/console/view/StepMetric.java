package io.headrace.console.view;

/** The metrics of a step that the page plots. */
public enum StepMetric {
  LOSS,
  GRADIENT_NORM,
  LEARNING_RATE,
  /** Mean reward of the traces. */
  REWARD,
  /** 10th percentile of the groups' mean rewards. */
  REWARD_P10,
  /** 90th percentile of the groups' mean rewards. */
  REWARD_P90,
  STALENESS_MEAN,
  STALENESS_MAX,
  RESPONSE_TOKENS,
  TRAINED_TOKENS_PER_SECOND,
  COMPUTE_SECONDS,
  WAIT_SECONDS
}
