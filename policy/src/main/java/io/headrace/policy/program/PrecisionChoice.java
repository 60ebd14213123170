package io.headrace.policy.program;

/** The configured precision, or an automatic choice by machine, model and role. */
public enum PrecisionChoice {
  /** See {@link PrecisionRule}. */
  AUTO,
  FLOAT32,
  BFLOAT16
}
