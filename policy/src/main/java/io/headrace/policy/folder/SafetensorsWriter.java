package io.headrace.policy.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.policy.FloatTensor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SequencedMap;

/** Writes a safetensors file; the bytes are deterministic. */
final class SafetensorsWriter {

  /** Headers are padded with spaces to a multiple of this, so that the data is aligned. */
  private static final int ALIGNMENT = 8;

  private static final int BUFFERED_NUMBERS = 1 << 16;
  private static final ObjectMapper JSON = new ObjectMapper();

  private SafetensorsWriter() {}

  /** Writes the tensors in the order of the map. */
  static void write(Path file, TensorType type, SequencedMap<String, FloatTensor> tensors) {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] header = header(type, tensors);
      out.write(
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(header.length)
              .array());
      out.write(header);
      for (FloatTensor tensor : tensors.values()) {
        writeData(out, type, tensor.values());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("[model=" + file + "] it can't be written", e);
    }
  }

  private static byte[] header(TensorType type, SequencedMap<String, FloatTensor> tensors) {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("__metadata__").put("format", "pt");
    long offset = 0;
    for (var tensor : tensors.entrySet()) {
      ObjectNode entry = root.putObject(tensor.getKey()).put("dtype", type.name());
      tensor.getValue().shape().forEach(entry.putArray("shape")::add);
      long end = offset + (long) tensor.getValue().values().remaining() * type.bytes();
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

  private static void writeData(OutputStream out, TensorType type, FloatBuffer values)
      throws IOException {
    byte[] buffer = new byte[Math.min(values.remaining(), BUFFERED_NUMBERS) * type.bytes()];
    MemorySegment segment = MemorySegment.ofArray(buffer);
    while (values.hasRemaining()) {
      int count = Math.min(BUFFERED_NUMBERS, values.remaining());
      for (int i = 0; i < count; i++) {
        type.set(segment, i, values.get());
      }
      out.write(buffer, 0, count * type.bytes());
    }
  }
}
