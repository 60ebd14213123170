package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** Arrays that DJL passes to the program as one {@code List[Tensor]}, marked by a shared name. */
final class ListArgument {
  private ListArgument() {}

  static NDList of(String name, List<NDArray> arrays) {
    arrays.forEach(array -> array.setName(name + "[]"));
    return new NDList(arrays);
  }
}
