package io.headrace.policy.program;

/** The configured device. */
public enum DeviceChoice {
  /** The GPU if the engine can use one, else the CPU. */
  AUTO,
  CPU,
  /** The GPU; an error that names what is missing if there is none. */
  CUDA
}
