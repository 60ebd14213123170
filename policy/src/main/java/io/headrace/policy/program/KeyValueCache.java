package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Keys and values of many sequences, one slot each, for all layers, in the program's precision:
 * keys {@code [layers, slots, keyValueHeads, headDimension, capacity]}, values {@code [layers,
 * slots, keyValueHeads, capacity, headDimension]}. Written in place by {@link
 * PolicyProgram#prefill}, {@link PolicyProgram#copySlots} and {@link PolicyProgram#decode}.
 */
public final class KeyValueCache implements AutoCloseable {
  private final NDManager manager;
  private final NDArray keys;
  private final NDArray values;
  private final int slots;
  private final int capacity;

  KeyValueCache(NDManager manager, NDArray keys, NDArray values, int slots, int capacity) {
    this.manager = manager;
    this.keys = keys;
    this.values = values;
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

  NDArray keys() {
    return keys;
  }

  NDArray values() {
    return values;
  }

  @Override
  public void close() {
    manager.close();
  }
}
