package io.headrace.policy.program;

/** What a program is loaded for: the best precision differs. */
public enum ComputeRole {
  /** Prefill and decoding of many slots. */
  GENERATION,
  /** Forward, backward and update of float32 master weights. */
  TRAINING
}
