package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Keys and values of many sequences, one slot each, for all layers, in the program's precision,
 * both {@code [layers, slots, keyValueHeads, columns, headDimension]}. Written in place by {@link
 * PolicyProgram#prefill}, {@link PolicyProgram#copySlots} and {@link PolicyProgram#decode}.
 *
 * <p>It has about as many columns as the longest sequence has tokens ({@link CacheColumns}),
 * because attention reads all columns, and contiguous memory is read fastest.
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

  /** Number of sequences. */
  public int slots() {
    return slots;
  }

  /** Maximum number of tokens of a sequence, including the prompt. */
  public int capacity() {
    return capacity;
  }

  /** Number of columns; the arrays are replaced when a sequence needs more. */
  int columns() {
    return Math.toIntExact(keys.getShape().get(3));
  }

  NDArray keys() {
    return keys;
  }

  NDArray values() {
    return values;
  }

  /** The manager that owns the arrays. */
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
