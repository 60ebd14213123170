package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The float32 master weights of one model: names, shapes and the arrays, in the program's order.
 *
 * <p>Owns its arrays; closing frees them. Created by {@link PolicyProgram#parameters}, and usable
 * with any program of the same configuration on the same device. Not thread-safe while it is
 * written to.
 */
public final class PolicyParameters implements ParameterSet, AutoCloseable {
  private final ModelConfig config;
  private final NDManager manager;
  private final List<String> names;
  private final List<NDArray> arrays;

  PolicyParameters(NDManager parent, ModelConfig config, Map<String, FloatTensor> tensors) {
    List<FloatTensor> ordered = ParameterCheck.inOrder(config.expectedTensors(), tensors);
    this.config = config;
    this.manager = parent.newSubManager();
    this.names = List.copyOf(config.expectedTensors().sequencedKeySet());
    this.arrays = new ArrayList<>(names.size());
    for (FloatTensor tensor : ordered) {
      arrays.add(HostArrays.copy(manager, tensor.values(), shape(tensor.shape())));
    }
  }

  public ModelConfig config() {
    return config;
  }

  /** The names in transformers, in the order of {@link #arrays}. */
  @Override
  public List<String> names() {
    return names;
  }

  /** The arrays, not copied; they stay owned by this object. */
  @Override
  public List<NDArray> arrays() {
    return Collections.unmodifiableList(arrays);
  }

  /** Number of weights. */
  public long count() {
    return config.parameterCount();
  }

  /** Sets whether gradients of these weights are computed. */
  public void requireGradients(boolean required) {
    arrays.forEach(array -> array.setRequiresGradient(required));
  }

  /**
   * Replaces all values in place.
   *
   * @throws io.headrace.policy.ModelFormatException if names or shapes differ
   */
  public void set(Map<String, FloatTensor> tensors) {
    List<FloatTensor> ordered = ParameterCheck.inOrder(config.expectedTensors(), tensors);
    for (int i = 0; i < arrays.size(); i++) {
      HostArrays.overwrite(arrays.get(i), ordered.get(i).values());
    }
  }

  /** Copies all tensors from the engine, in the program's order. */
  public SequencedMap<String, FloatTensor> toTensors() {
    return toTensors(this);
  }

  /** Copies all tensors of a set from the engine, in its order. */
  static SequencedMap<String, FloatTensor> toTensors(ParameterSet parameters) {
    SequencedMap<String, FloatTensor> tensors = new LinkedHashMap<>();
    List<String> names = parameters.names();
    List<NDArray> arrays = parameters.arrays();
    for (int i = 0; i < arrays.size(); i++) {
      FloatBuffer values = bytes(arrays.get(i)).asFloatBuffer();
      List<Long> shape = Arrays.stream(arrays.get(i).getShape().getShape()).boxed().toList();
      tensors.put(names.get(i), new FloatTensor(shape, values));
    }
    return tensors;
  }

  /** SHA-256 over names and little-endian float32 values, in the program's order, as hex. */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int i = 0; i < arrays.size(); i++) {
        digest.update(names.get(i).getBytes(StandardCharsets.UTF_8));
        digest.update(bytes(arrays.get(i)));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The arrays as one list argument of the program. */
  NDList argument(String name) {
    return ListArgument.of(name, arrays);
  }

  private static ByteBuffer bytes(NDArray array) {
    return array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  static Shape shape(List<Long> lengths) {
    return new Shape(lengths);
  }

  @Override
  public void close() {
    manager.close();
  }
}
