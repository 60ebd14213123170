package io.headrace.policy.program;

/** The use of a program. The faster precision can differ between the two. */
public enum ExecutionRole {
  /** Sampling with a key-value cache: many short steps without gradients. */
  GENERATION,
  /** Whole sequences forward and backward. */
  TRAINING
}
