package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Weights in the layout of decoding: projections fused, matrices in the program's precision. They
 * are a copy: later changes of the parameters do not change them.
 */
public final class ServingWeights implements AutoCloseable {
  private final NDManager manager;
  private final List<NDArray> arrays;

  ServingWeights(NDManager manager, NDList arrays) {
    this.manager = manager;
    this.arrays = List.copyOf(arrays);
  }

  NDList argument() {
    return ListArgument.of("compute", arrays);
  }

  @Override
  public void close() {
    manager.close();
  }
}
