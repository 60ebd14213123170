package io.headrace.policy.program;

/** The type the layers compute in. Norms, softmax and log-probs are float32 in both. */
public enum Precision {
  FLOAT32,
  BFLOAT16
}
