package io.headrace.pipeline.config;

/** The device of the tensors. */
public enum DeviceSetting {
  /** A GPU when PyTorch finds one, else the CPU. */
  AUTO,
  CPU,
  CUDA
}
