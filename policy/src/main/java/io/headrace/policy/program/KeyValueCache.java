package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Keys and values of many sequences, one slot each, for all layers: {@code [layers, slots,
 * capacity, 2 * keyValueHeads, headDimension]} in the program's precision. Written in place by
 * {@link PolicyProgram#prefill}, {@link PolicyProgram#copySlots} and {@link PolicyProgram#decode}.
 */
public final class KeyValueCache implements AutoCloseable {
  private final NDManager manager;
  private final NDArray array;
  private final int slots;
  private final int capacity;

  KeyValueCache(NDManager manager, NDArray array, int slots, int capacity) {
    this.manager = manager;
    this.array = array;
    this.slots = slots;
    this.capacity = capacity;
  }

  /** Sequences it holds at once. */
  public int slots() {
    return slots;
  }

  /** Tokens a sequence may have, prompt included. */
  public int capacity() {
    return capacity;
  }

  NDArray array() {
    return array;
  }

  @Override
  public void close() {
    manager.close();
  }
}
