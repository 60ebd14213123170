package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.headrace.policy.FloatTensor;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * AdamW's moments of one set of parameters and its step count. Owns its arrays. A checkpoint
 * contains them as tensors {@code first.NAME} and {@code second.NAME}.
 */
public final class OptimizerState implements AutoCloseable {
  private static final String FIRST = "first.";
  private static final String SECOND = "second.";

  private final SequencedMap<String, List<Long>> shapes;
  private final List<String> names;
  private final NDManager manager;
  private final List<NDArray> first = new ArrayList<>();
  private final List<NDArray> second = new ArrayList<>();
  private long steps;

  OptimizerState(NDManager parent, SequencedMap<String, List<Long>> shapes) {
    this.shapes = new LinkedHashMap<>(shapes);
    this.names = List.copyOf(shapes.sequencedKeySet());
    this.manager = parent.newSubManager();
    for (List<Long> shape : shapes.values()) {
      first.add(manager.zeros(PolicyParameters.shape(shape)));
      second.add(manager.zeros(PolicyParameters.shape(shape)));
    }
  }

  /** Names of the parameters that a checkpoint's moments belong to, in the order of the moments. */
  public static SequencedSet<String> parameters(Collection<String> moments) {
    SequencedSet<String> names = new LinkedHashSet<>();
    for (String moment : moments) {
      if (moment.startsWith(FIRST)) {
        names.add(moment.substring(FIRST.length()));
      }
    }
    return names;
  }

  /** Names of the parameters. */
  List<String> names() {
    return names;
  }

  /** Steps taken since the last reset. */
  public long steps() {
    return steps;
  }

  /** Sets the moments and the step count to 0. */
  public void reset() {
    first.forEach(HostArrays::clear);
    second.forEach(HostArrays::clear);
    steps = 0;
  }

  /** Copies the moments, for a checkpoint. */
  public SequencedMap<String, FloatTensor> toTensors() {
    SequencedMap<String, FloatTensor> tensors = new LinkedHashMap<>();
    int i = 0;
    for (Map.Entry<String, List<Long>> entry : shapes.entrySet()) {
      tensors.put(FIRST + entry.getKey(), copy(first.get(i), entry.getValue()));
      tensors.put(SECOND + entry.getKey(), copy(second.get(i), entry.getValue()));
      i++;
    }
    return tensors;
  }

  /** Restores the moments and the step count of a checkpoint. */
  public void restore(Map<String, FloatTensor> tensors, long stepsTaken) {
    SequencedMap<String, List<Long>> expected = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> expected.put(FIRST + name, shape));
    shapes.forEach((name, shape) -> expected.put(SECOND + name, shape));
    List<FloatTensor> ordered = ParameterCheck.inOrder(expected, tensors);
    for (int i = 0; i < first.size(); i++) {
      HostArrays.overwrite(first.get(i), ordered.get(i).values());
      HostArrays.overwrite(second.get(i), ordered.get(first.size() + i).values());
    }
    steps = stepsTaken;
  }

  void stepTaken() {
    steps++;
  }

  NDList firstMoments() {
    return ListArgument.of("first", first);
  }

  NDList secondMoments() {
    return ListArgument.of("second", second);
  }

  private static FloatTensor copy(NDArray array, List<Long> shape) {
    return new FloatTensor(
        shape, array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
  }

  @Override
  public void close() {
    manager.close();
  }
}
