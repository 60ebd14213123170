package io.headrace.pipeline.event;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Encodes events in Avro single-object encoding (two marker bytes, the schema's 64-bit fingerprint
 * in little-endian order, the body) and decodes events of every released schema version.
 *
 * <p>Safe for all threads.
 */
public final class EventCodec {

  private static final int HEADER = 10;
  private static final byte MARKER_0 = (byte) 0xC3;
  private static final byte MARKER_1 = (byte) 0x01;

  // Avro only instantiates classes that its validator accepts.
  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(),
            type -> type.getPackageName().equals("io.headrace.schemas")));
  }

  private final SchemaStore store;
  private final ConcurrentMap<Schema, BinaryMessageEncoder<SpecificRecord>> encoders =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<Long, DatumReader<SpecificRecord>> readers =
      new ConcurrentHashMap<>();

  /** A codec that reads every schema of the store. */
  public EventCodec(SchemaStore store) {
    this.store = store;
  }

  /** A codec over the released schemas. */
  public static EventCodec released() {
    return new EventCodec(SchemaStore.released());
  }

  /** The event as bytes. */
  public byte[] encode(SpecificRecord event) {
    try {
      ByteBuffer bytes =
          encoders.computeIfAbsent(event.getSchema(), EventCodec::encoder).encode(event);
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Decodes an event.
   *
   * @throws HeadraceException UNDECODABLE_RECORD when the bytes are not an event of a known schema
   */
  public SpecificRecord decode(byte[] bytes) {
    try {
      DatumReader<SpecificRecord> reader = reader(fingerprint(bytes));
      BinaryDecoder body =
          DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
      SpecificRecord event = reader.read(null, body);
      if (!body.isEnd()) {
        throw undecodable("bytes are left over after the event", null);
      }
      return event;
    } catch (HeadraceException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Avro throws many types of runtime exception for malformed bytes.
      throw undecodable(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Decodes an event of the given type.
   *
   * @throws HeadraceException UNDECODABLE_RECORD when the bytes are not an event of that type
   */
  public <T extends SpecificRecord> T decode(byte[] bytes, Class<T> type) {
    SpecificRecord event = decode(bytes);
    if (!type.isInstance(event)) {
      throw undecodable(
          "expected %s, found %s".formatted(type.getSimpleName(), event.getClass().getSimpleName()),
          null);
    }
    return type.cast(event);
  }

  private static long fingerprint(byte[] bytes) {
    if (bytes.length < HEADER || bytes[0] != MARKER_0 || bytes[1] != MARKER_1) {
      throw undecodable("it does not start with the single-object marker C3 01", null);
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
  }

  private DatumReader<SpecificRecord> reader(long fingerprint) throws MissingSchemaException {
    DatumReader<SpecificRecord> known = readers.get(fingerprint);
    if (known != null) {
      return known;
    }
    Schema writer = store.find(fingerprint);
    Schema expected = SpecificData.get().getSchema(store.eventClass(writer));
    DatumReader<SpecificRecord> reader =
        new SpecificDatumReader<>(writer, expected, data(expected));
    readers.put(fingerprint, reader);
    return reader;
  }

  private static BinaryMessageEncoder<SpecificRecord> encoder(Schema schema) {
    return new BinaryMessageEncoder<>(data(schema), schema);
  }

  private static SpecificData data(Schema schema) {
    return SpecificData.getForSchema(schema);
  }

  private static HeadraceException undecodable(
      String why, @org.jspecify.annotations.Nullable Exception cause) {
    String message = "record is not a Headrace event: " + why;
    return cause == null
        ? new HeadraceException(ErrorCode.UNDECODABLE_RECORD, message)
        : new HeadraceException(ErrorCode.UNDECODABLE_RECORD, message, cause);
  }
}
