package io.headrace.pipeline.config;

/** The number format of matrix products; norms, softmax and log-probs are float32 always. */
public enum PrecisionSetting {
  FLOAT32,
  BFLOAT16,
  /** The faster of the two on this machine. */
  AUTO
}
