package io.headrace.policy.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the archive from which libtorch loads a TorchScript module: a zip of stored entries under
 * one folder, with the source, an empty constant table and a pickled object without attributes.
 *
 * <p>Entries start on multiples of 64 bytes, as libtorch's own writer leaves them.
 */
final class TorchScriptArchive {
  private static final int ALIGNMENT = 64;
  private static final int LOCAL_HEADER = 30;
  private static final int EXTRA_HEADER = 4;
  private static final int PADDING_ID = 0x4246;
  private static final String FILE_FORMAT = "3\n";

  /** An empty tuple. */
  private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

  private final String className;
  private final String source;

  /**
   * @param className the one class of {@code source}
   * @param source TorchScript as libtorch's own serializer writes it
   */
  TorchScriptArchive(String className, String source) {
    this.className = className;
    this.source = source;
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ArchiveOutput archive = new ArchiveOutput(bytes, className)) {
      archive.put("data.pkl", emptyObject());
      archive.put("code/__torch__.py", utf8(source));
      archive.put("constants.pkl", NO_CONSTANTS);
      archive.put("version", utf8(FILE_FORMAT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** {@code GLOBAL __torch__.Name; EMPTY_TUPLE; NEWOBJ; {"training": False}; BUILD; STOP}. */
  private byte[] emptyObject() {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes(new byte[] {(byte) 0x80, 2, 'c'});
    pickle.writeBytes(utf8("__torch__\n" + className + "\n"));
    pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', 'X', 8, 0, 0, 0});
    pickle.writeBytes(utf8("training"));
    pickle.writeBytes(new byte[] {(byte) 0x89, 's', 'b', '.'});
    return pickle.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Stored, aligned zip entries below one folder. */
  private static final class ArchiveOutput implements AutoCloseable {
    /** One fixed time: the same source gives the same bytes, and no extra field for the time. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final ZipOutputStream zip;
    private final String folder;
    private long position;

    ArchiveOutput(OutputStream out, String folder) {
      this.zip = new ZipOutputStream(out);
      this.folder = folder;
      zip.setMethod(ZipOutputStream.STORED);
    }

    void put(String name, byte[] content) throws IOException {
      ZipEntry entry = new ZipEntry(folder + "/" + name);
      CRC32 crc = new CRC32();
      crc.update(content);
      entry.setCrc(crc.getValue());
      entry.setSize(content.length);
      entry.setTimeLocal(EPOCH);
      long header = position + LOCAL_HEADER + utf8(entry.getName()).length;
      byte[] extra = padding(header);
      entry.setExtra(extra);
      zip.putNextEntry(entry);
      zip.write(content);
      zip.closeEntry();
      position = header + extra.length + content.length;
    }

    private static byte[] padding(long header) {
      int free = (int) (ALIGNMENT - (header + EXTRA_HEADER) % ALIGNMENT) % ALIGNMENT;
      byte[] extra = new byte[EXTRA_HEADER + free];
      extra[0] = (byte) PADDING_ID;
      extra[1] = (byte) (PADDING_ID >> 8);
      extra[2] = (byte) free;
      extra[3] = (byte) (free >> 8);
      return extra;
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }
}
