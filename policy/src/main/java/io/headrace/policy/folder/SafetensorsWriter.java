package io.headrace.policy.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Writes one safetensors file; the same tensors always give the same bytes. */
final class SafetensorsWriter {

  /** Headers are padded with spaces to this, so that the data behind them is aligned. */
  private static final int ALIGNMENT = 8;

  private static final int BUFFERED_NUMBERS = 1 << 16;
  private static final ObjectMapper JSON = new ObjectMapper();

  private SafetensorsWriter() {}

  /**
   * Writes the tensors in the order of the list.
   *
   * @throws IllegalArgumentException if a tensor gives another count of numbers than its shape
   */
  static void write(Path file, TensorType type, List<NamedTensor> tensors) {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] header = header(type, tensors);
      out.write(
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(header.length)
              .array());
      out.write(header);
      for (NamedTensor tensor : tensors) {
        writeData(out, type, tensor);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("[model=" + file + "] it can't be written", e);
    }
  }

  private static byte[] header(TensorType type, List<NamedTensor> tensors) {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("__metadata__").put("format", "pt");
    long offset = 0;
    for (NamedTensor tensor : tensors) {
      ObjectNode entry = root.putObject(tensor.name()).put("dtype", type.name());
      tensor.shape().dimensions().forEach(entry.putArray("shape")::add);
      long end = offset + tensor.shape().elements() * type.bytes();
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    return padded(json(root));
  }

  private static byte[] padded(byte[] json) {
    byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  private static byte[] json(ObjectNode root) {
    try {
      return JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can't be written", e);
    }
  }

  private static void writeData(OutputStream out, TensorType type, NamedTensor tensor)
      throws IOException {
    float[] values = tensor.values().get();
    if (values.length != tensor.shape().elements()) {
      throw new IllegalArgumentException(
          "tensor "
              + tensor.name()
              + " of shape "
              + tensor.shape()
              + " gave "
              + values.length
              + " numbers");
    }
    byte[] buffer = new byte[Math.min(values.length, BUFFERED_NUMBERS) * type.bytes()];
    MemorySegment segment = MemorySegment.ofArray(buffer);
    for (int from = 0; from < values.length; from += BUFFERED_NUMBERS) {
      int count = Math.min(BUFFERED_NUMBERS, values.length - from);
      for (int i = 0; i < count; i++) {
        type.set(segment, i, values[from + i]);
      }
      out.write(buffer, 0, count * type.bytes());
    }
  }
}
