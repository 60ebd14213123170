package io.headrace.policy.program;

import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Compares given tensors with those that the model requires. */
final class ParameterCheck {
  private ParameterCheck() {}

  /** The tensors in the expected order; throws {@code ModelFormatException} on a mismatch. */
  static List<FloatTensor> inOrder(
      SequencedMap<String, List<Long>> expected, Map<String, FloatTensor> actual) {
    List<FloatTensor> ordered = new ArrayList<>(expected.size());
    expected.forEach((name, shape) -> ordered.add(find(name, shape, actual)));
    for (String name : actual.keySet()) {
      if (!expected.containsKey(name)) {
        throw new ModelFormatException(
            "tensor %s is not part of this model; remove it or correct config.json"
                .formatted(name));
      }
    }
    return ordered;
  }

  private static FloatTensor find(String name, List<Long> shape, Map<String, FloatTensor> actual) {
    FloatTensor tensor = actual.get(name);
    if (tensor == null) {
      throw new ModelFormatException(
          "tensor %s of shape %s is missing; the weights and config.json must belong together"
              .formatted(name, shape));
    }
    if (!tensor.shape().equals(shape)) {
      throw new ModelFormatException(
          "tensor %s has shape %s, expected %s; the weights and config.json must belong together"
              .formatted(name, tensor.shape(), shape));
    }
    return tensor;
  }
}
