package io.headrace.policy.program;

/** Where the program runs. */
public enum DeviceChoice {
  /** The GPU when there is one this engine can use, else the CPU. */
  AUTO,
  CPU,
  /** The GPU, or an error that says what is missing. */
  CUDA
}
