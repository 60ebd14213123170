package io.headrace.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/* * Encodes events with earlier versions of their schemas. The fields of the earlier version must be
 * the first fields of the current one.
 */
public final class EarlierSchema {

  private EarlierSchema() {}

  /**
   * The event in single-object encoding with an earlier schema; fields that were added later are
   * omitted.
   *
   * @param version number of the schema in {@code schema-history}
   */
  public static byte[] encode(SpecificRecord event, int version) {
    Schema schema = schema(event.getSchema().getName(), version);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(0xC3);
    bytes.write(0x01);
    bytes.writeBytes(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(SchemaNormalization.parsingFingerprint64(schema))
            .array());
    try {
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new SpecificDatumWriter<SpecificRecord>(schema, SpecificData.getForSchema(event.getSchema()))
          .write(event, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Schema schema(String event, int version) {
    String name = "/schema-history/%s/%d.avsc".formatted(event, version);
    try (InputStream in =
        Objects.requireNonNull(EarlierSchema.class.getResourceAsStream(name), name)) {
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
