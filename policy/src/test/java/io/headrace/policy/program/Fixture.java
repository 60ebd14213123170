package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Results that transformers computed for a small random model, with its weights and input. */
record Fixture(ModelConfig config, Map<String, FloatTensor> tensors, List<int[]> tokens) {

  static Fixture read(String name) {
    try (NDManager manager = NDManager.newBaseManager();
        InputStream json = resource(name + ".json")) {
      ObjectNode config = (ObjectNode) new ObjectMapper().readTree(json);
      Map<String, FloatTensor> tensors = new LinkedHashMap<>();
      List<int[]> tokens = new ArrayList<>();
      for (NDArray array : safetensors(manager, name)) {
        if (array.getDataType() == DataType.FLOAT32) {
          tensors.put(array.getName(), copy(array));
        } else {
          tokens.addAll(rows(array));
        }
      }
      return new Fixture(ModelConfig.fromJson(config, name + ".json"), tensors, tokens);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, FloatTensor> weights() {
    Map<String, FloatTensor> weights = new LinkedHashMap<>();
    config.expectedTensors().forEach((name, shape) -> weights.put(name, tensor("w." + name)));
    return weights;
  }

  float[] expected(String name) {
    return values(tensor(name));
  }

  static float[] values(FloatTensor tensor) {
    float[] values = new float[tensor.values().remaining()];
    tensor.values().get(values);
    return values;
  }

  private FloatTensor tensor(String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  static NDList safetensors(NDManager manager, String name) throws IOException {
    try (InputStream in = resource(name + ".safetensors")) {
      return NDList.decode(manager, in);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(Fixture.class.getResourceAsStream("/fixtures/" + name), name);
  }

  private static FloatTensor copy(NDArray array) {
    return new FloatTensor(
        Arrays.stream(array.getShape().getShape()).boxed().toList(),
        array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
  }

  private static List<int[]> rows(NDArray ids) {
    int columns = (int) ids.getShape().get(1);
    int[] flat = Arrays.stream(ids.toLongArray()).mapToInt(Math::toIntExact).toArray();
    List<int[]> rows = new ArrayList<>();
    for (int at = 0; at < flat.length; at += columns) {
      rows.add(Arrays.copyOfRange(flat, at, at + columns));
    }
    return rows;
  }
}
