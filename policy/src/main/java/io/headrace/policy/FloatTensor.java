package io.headrace.policy;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * A float32 tensor outside the engine, such as one of a weights file.
 *
 * @param shape lengths of its axes
 * @param values row-major values, as many as the product of the shape; shared and not copied, and
 *     not to be modified
 */
public record FloatTensor(List<Long> shape, FloatBuffer values) {
  public FloatTensor {
    shape = List.copyOf(shape);
    long expected = shape.stream().reduce(1L, Math::multiplyExact);
    if (values.remaining() != expected) {
      throw new IllegalArgumentException(
          "a tensor of shape %s has %d values, not %d"
              .formatted(shape, expected, values.remaining()));
    }
    values = values.asReadOnlyBuffer().slice();
  }

  @Override
  public FloatBuffer values() {
    return values.duplicate();
  }
}
