package io.headrace.policy.folder;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Extent of a tensor in each dimension, outermost first; no dimensions at all is one number. */
public record TensorShape(List<Long> dimensions) {

  public TensorShape {
    dimensions = List.copyOf(dimensions);
    if (dimensions.stream().anyMatch(dimension -> dimension < 0)) {
      throw new IllegalArgumentException("a dimension is negative: " + dimensions);
    }
  }

  public static TensorShape of(long... dimensions) {
    return new TensorShape(Arrays.stream(dimensions).boxed().toList());
  }

  /**
   * How many numbers the tensor has.
   *
   * @throws ArithmeticException if they are more than a long can count
   */
  public long elements() {
    return dimensions.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }

  public long[] toArray() {
    return dimensions.stream().mapToLong(Long::longValue).toArray();
  }

  /** As in {@code [128, 344]}. */
  @Override
  public String toString() {
    return dimensions.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }
}
