package io.headrace.policy.program;

/**
 * The number format of the layers' computation. Norms, softmax and log-probs are float32 in both.
 */
public enum Precision {
  FLOAT32,
  BFLOAT16
}
