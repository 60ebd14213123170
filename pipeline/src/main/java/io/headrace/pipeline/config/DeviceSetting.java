package io.headrace.pipeline.config;

/** Where tensors live. */
public enum DeviceSetting {
  /** A GPU when PyTorch finds one, else the CPU. */
  AUTO,
  CPU,
  CUDA
}
