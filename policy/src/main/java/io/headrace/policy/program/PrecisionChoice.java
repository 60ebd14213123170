package io.headrace.policy.program;

/** What the configuration asks for: a precision, or the one that suits machine, model and role. */
public enum PrecisionChoice {
  /** See {@link PrecisionRule}. */
  AUTO,
  FLOAT32,
  BFLOAT16
}
