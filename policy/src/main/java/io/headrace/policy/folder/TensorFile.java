package io.headrace.policy.folder;

import io.headrace.policy.FloatTensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A single safetensors file of float32 tensors, such as an optimizer's state. */
public final class TensorFile {

  private TensorFile() {}

  /** Writes the tensors, in the order of the map; the same tensors always give the same bytes. */
  public static void write(Path file, SequencedMap<String, FloatTensor> tensors) {
    List<NamedTensor> named = new ArrayList<>();
    tensors.forEach(
        (name, tensor) ->
            named.add(
                new NamedTensor(name, new TensorShape(tensor.shape()), () -> values(tensor))));
    SafetensorsWriter.write(file, TensorType.F32, named);
  }

  /**
   * Reads all tensors of a file.
   *
   * @throws ModelFolderException if it is missing, cut short or no safetensors file
   */
  public static Map<String, FloatTensor> read(Path file) {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      for (TensorEntry entry : open.tensors().values()) {
        tensors.put(
            entry.name(),
            new FloatTensor(entry.shape().dimensions(), FloatBuffer.wrap(open.read(entry))));
      }
    }
    return tensors;
  }

  private static float[] values(FloatTensor tensor) {
    FloatBuffer buffer = tensor.values();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }
}
