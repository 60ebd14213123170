package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Named float32 arrays that can be trained: a backbone, a head, or a selection from several. */
public interface ParameterSet {

  /** The names, in the order of {@link #arrays}. */
  List<String> names();

  /** The arrays, not copied; they stay owned by their creator. */
  List<NDArray> arrays();

  /** The shape of each array by name, in the same order. */
  default SequencedMap<String, List<Long>> shapes() {
    SequencedMap<String, List<Long>> shapes = new LinkedHashMap<>();
    for (int i = 0; i < names().size(); i++) {
      long[] shape = arrays().get(i).getShape().getShape();
      shapes.put(names().get(i), Arrays.stream(shape).boxed().toList());
    }
    return shapes;
  }
}
