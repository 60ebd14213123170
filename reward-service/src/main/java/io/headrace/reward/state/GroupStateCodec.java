package io.headrace.reward.state;

import io.headrace.reward.assembly.GroupState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BadHeaderException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;

/**
 * The state of a group as bytes: Avro single-object encoding, which names the writer's schema by
 * its fingerprint, so that a state is read with the schema that wrote it and resolved to the
 * current one. States of the hand-written format are read too. A group of 8 samples takes about 200
 * bytes. Safe for all threads.
 */
public final class GroupStateCodec {

  private static final byte MARKER = (byte) 0xC3;

  private final GroupStateRecords records;
  private final BinaryMessageEncoder<GenericRecord> encoder;
  private final BinaryMessageDecoder<GenericRecord> decoder;

  /** A codec that writes the current one of the schemas and reads all. */
  public GroupStateCodec(GroupStateSchemas schemas) {
    this.records = new GroupStateRecords(schemas.current());
    this.encoder = new BinaryMessageEncoder<>(GenericData.get(), schemas.current());
    this.decoder = new BinaryMessageDecoder<>(GenericData.get(), schemas.current());
    schemas.all().forEach(decoder::addSchema);
  }

  /** The state as bytes. */
  public byte[] encode(GroupState state) {
    try {
      ByteBuffer bytes = encoder.encode(records.toRecord(state));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The state that the bytes hold.
   *
   * @throws IllegalStateException when another version wrote them, whose format is unknown here
   */
  public GroupState decode(byte[] bytes) {
    try {
      return bytes.length > 0 && bytes[0] == MARKER
          ? GroupStateRecords.fromRecord(decoder.decode(bytes))
          : HandWrittenState.read(bytes);
    } catch (MissingSchemaException | BadHeaderException e) {
      throw new IllegalStateException(
          "the store holds a group state of a schema that this version does not know; start the"
              + " version that wrote it, or a later one",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
