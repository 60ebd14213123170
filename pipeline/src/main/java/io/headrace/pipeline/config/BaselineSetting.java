package io.headrace.pipeline.config;

/** What the Kimi objective subtracts from the reward. */
public enum BaselineSetting {
  /** The mean reward of the group, own sample included. */
  MEAN,
  /** tau log Z, estimated from the group. */
  LOGZ
}
