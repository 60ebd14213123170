package io.headrace.policy.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * An open safetensors file, memory-mapped whole, so that its size is bounded by the disk only.
 *
 * <p>Opening checks all of the header; a file that opens can be read. Safe for several readers
 * until it is closed.
 */
final class SafetensorsFile implements AutoCloseable {

  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Arena arena;
  private final MemorySegment data;
  private final SafetensorsHeader header;

  private SafetensorsFile(Arena arena, MemorySegment data, SafetensorsHeader header) {
    this.arena = arena;
    this.data = data;
    this.header = header;
  }

  /**
   * Maps the file and checks its header.
   *
   * @throws ModelFolderException if it is missing, cut short or no safetensors file
   */
  @SuppressWarnings("MustBeClosedChecker") // the opened file owns the arena and closes it
  static SafetensorsFile open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ModelFolderException(file, "there is no such file; copy it beside config.json");
    }
    Arena arena = Arena.ofShared();
    try {
      MemorySegment whole = map(file, arena);
      SafetensorsHeader header = header(file, whole);
      return new SafetensorsFile(arena, whole.asSlice(header.dataStart()), header);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static MemorySegment map(Path file, Arena arena) {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (IOException e) {
      throw new UncheckedIOException("[model=" + file + "] it can't be read", e);
    }
  }

  private static SafetensorsHeader header(Path file, MemorySegment whole) {
    if (whole.byteSize() < SafetensorsHeader.LENGTH_BYTES) {
      throw new ModelFolderException(
          file,
          "it is cut short: it has "
              + whole.byteSize()
              + " bytes, fewer than the eight that every safetensors file starts with; copy the"
              + " file again from where it came");
    }
    long length = whole.get(LENGTH, 0);
    SafetensorsHeader.checkLength(file, length, whole.byteSize());
    byte[] json =
        whole.asSlice(SafetensorsHeader.LENGTH_BYTES, length).toArray(ValueLayout.JAVA_BYTE);
    return SafetensorsHeader.parse(file, json, whole.byteSize());
  }

  /** What the file holds, in the order of the data. */
  Map<String, TensorEntry> tensors() {
    return header.tensors();
  }

  /** The numbers of a tensor as float32, row by row. */
  float[] read(TensorEntry entry) {
    MemorySegment bytes = data.asSlice(entry.begin(), entry.end() - entry.begin());
    var values = new float[Math.toIntExact(entry.shape().elements())];
    TensorType type = entry.type();
    if (type == TensorType.F32) {
      var layout = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
      MemorySegment.copy(bytes, layout, 0, values, 0, values.length);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = type.get(bytes, i);
    }
    return values;
  }

  @Override
  public void close() {
    arena.close();
  }
}
