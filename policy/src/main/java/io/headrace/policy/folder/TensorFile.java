package io.headrace.policy.folder;

import io.headrace.policy.FloatTensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** A single safetensors file of float32 tensors, such as an optimizer's state. */
public final class TensorFile {

  private TensorFile() {}

  /** Writes the tensors in the order of the map; the bytes are deterministic. */
  public static void write(Path file, SequencedMap<String, FloatTensor> tensors) {
    SafetensorsWriter.write(file, TensorType.F32, tensors);
  }

  /**
   * Reads all tensors of a file.
   *
   * @throws io.headrace.policy.ModelFormatException if it is missing, truncated or not a
   *     safetensors file
   */
  public static SequencedMap<String, FloatTensor> read(Path file) {
    SequencedMap<String, FloatTensor> tensors = new LinkedHashMap<>();
    SafetensorsFile open = SafetensorsFile.open(file);
    open.tensors().forEach((name, entry) -> tensors.put(name, open.read(entry)));
    return tensors;
  }
}
