package io.headrace.learner.objective;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** The float32 vectors of a safetensors file on the class path. */
final class LossFixture {

  private final JsonNode header;
  private final ByteBuffer data;

  private LossFixture(JsonNode header, ByteBuffer data) {
    this.header = header;
    this.data = data;
  }

  static LossFixture read(String resource) {
    try (InputStream in = Objects.requireNonNull(LossFixture.class.getResourceAsStream(resource))) {
      ByteBuffer file = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      byte[] json = new byte[(int) file.getLong()];
      file.get(json);
      return new LossFixture(
          new ObjectMapper().readTree(json), file.slice().order(ByteOrder.LITTLE_ENDIAN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  double[] tensor(String name) {
    JsonNode offsets = header.path(name).path("data_offsets");
    int begin = offsets.path(0).asInt();
    double[] values = new double[(offsets.path(1).asInt() - begin) / Float.BYTES];
    for (int at = 0; at < values.length; at++) {
      values[at] = data.getFloat(begin + at * Float.BYTES);
    }
    return values;
  }
}
