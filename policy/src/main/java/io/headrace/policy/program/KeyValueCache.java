package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Keys and values of many sequences, one slot each, for all layers, in the program's precision,
 * both {@code [layers, slots, keyValueHeads, columns, headDimension]}. Written in place by {@link
 * PolicyProgram#prefill}, {@link PolicyProgram#copySlots} and {@link PolicyProgram#decode}.
 *
 * <p>It has about as many columns as the longest sequence has tokens: attention reads all of them,
 * and reads fastest what lies together. {@link CacheColumns} says how many.
 *
 * <p>Used by one thread.
 */
public final class KeyValueCache implements AutoCloseable {
  private final NDManager manager;
  private final int slots;
  private final int capacity;
  private NDArray keys;
  private NDArray values;

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

  /** Tokens a sequence may have before the arrays are made anew. */
  int columns() {
    return Math.toIntExact(keys.getShape().get(3));
  }

  NDArray keys() {
    return keys;
  }

  NDArray values() {
    return values;
  }

  /** What owns the arrays. */
  NDManager manager() {
    return manager;
  }

  void replace(NDArray newKeys, NDArray newValues) {
    keys.close();
    values.close();
    keys = newKeys;
    values = newValues;
  }

  @Override
  public void close() {
    manager.close();
  }
}
