package io.headrace.policy.folder;

import io.headrace.pipeline.files.FileForm;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelFormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;

/**
 * A safetensors file, mapped into memory, so that its size is limited only by the disk. The mapping
 * lives as long as any tensor read from it.
 *
 * <p>Opening the file validates the whole header. Safe for all threads.
 */
final class SafetensorsFile {

  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path path;
  private final MemorySegment data;
  private final SafetensorsHeader header;

  private SafetensorsFile(Path path, MemorySegment data, SafetensorsHeader header) {
    this.path = path;
    this.data = data;
    this.header = header;
  }

  /**
   * Maps the file and validates its header.
   *
   * @throws ModelFormatException if it is missing, truncated or not a safetensors file
   */
  static SafetensorsFile open(Path file) {
    FolderProblemText.requireUsable(file, FileForm.SAFETENSORS, "copy it beside config.json");
    MemorySegment whole = map(file);
    SafetensorsHeader header = header(file, whole);
    return new SafetensorsFile(file, whole.asSlice(header.dataStart()), header);
  }

  private static MemorySegment map(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    } catch (IOException e) {
      throw FolderProblemText.unreadable(file, e);
    }
  }

  private static SafetensorsHeader header(Path file, MemorySegment whole) {
    if (whole.byteSize() < SafetensorsHeader.LENGTH_BYTES) {
      throw FolderProblemText.in(
          file,
          "it is cut short: it has "
              + whole.byteSize()
              + " bytes, fewer than the eight that every safetensors file starts with"
              + FolderProblemText.COPY_AGAIN);
    }
    long length = whole.get(LENGTH, 0);
    SafetensorsHeader.checkLength(file, length, whole.byteSize());
    byte[] json =
        whole.asSlice(SafetensorsHeader.LENGTH_BYTES, length).toArray(ValueLayout.JAVA_BYTE);
    return SafetensorsHeader.parse(file, json, whole.byteSize());
  }

  /** The tensors' entries by name, in the order of their data. */
  Map<String, TensorEntry> tensors() {
    return header.tensors();
  }

  /** The file's path, for messages. */
  Path path() {
    return path;
  }

  /** Reads a tensor as float32; one stored as float32 is a view of the mapped file. */
  FloatTensor read(TensorEntry entry) {
    if (entry.elements() > Integer.MAX_VALUE) {
      throw FolderProblemText.in(
          path,
          "tensor "
              + entry.name()
              + " has "
              + entry.elements()
              + " numbers and at most "
              + Integer.MAX_VALUE
              + " are read; use a smaller model");
    }
    MemorySegment bytes = data.asSlice(entry.begin(), entry.end() - entry.begin());
    return new FloatTensor(
        entry.shape(),
        entry.type() == TensorType.F32 && bytes.byteSize() <= Integer.MAX_VALUE
            ? bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer()
            : converted(bytes, entry));
  }

  private static FloatBuffer converted(MemorySegment bytes, TensorEntry entry) {
    var values = new float[(int) entry.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = entry.type().get(bytes, i);
    }
    return FloatBuffer.wrap(values);
  }
}
