package io.headrace.policy.folder;

/**
 * A tensor in the header of a safetensors file.
 *
 * @param begin offset of its first byte, counted from the end of the header
 * @param end offset after its last byte
 */
record TensorEntry(String name, TensorType type, TensorShape shape, long begin, long end) {}
