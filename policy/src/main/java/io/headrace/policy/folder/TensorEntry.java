package io.headrace.policy.folder;

import java.util.List;

/**
 * A tensor in the header of a safetensors file.
 *
 * @param shape lengths of its axes, outermost first
 * @param begin offset of its first byte from the start of the data
 * @param end offset after its last byte
 */
record TensorEntry(String name, TensorType type, List<Long> shape, long begin, long end) {

  TensorEntry {
    shape = List.copyOf(shape);
  }

  /**
   * The number of its elements.
   *
   * @throws ArithmeticException on overflow of a long
   */
  long elements() {
    return elements(shape);
  }

  static long elements(List<Long> shape) {
    return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }
}
