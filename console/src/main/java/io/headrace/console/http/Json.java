package io.headrace.console.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * JSON of requests and answers: times are milliseconds since 1970, durations milliseconds, absent
 * values and NaN null.
 */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper().registerModule(module());

  private Json() {}

  static String write(Object answer) {
    try {
      return MAPPER.writeValueAsString(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer of the console could not be written", e);
    }
  }

  static <T> Optional<T> read(String text, Class<T> type) {
    try {
      return Optional.ofNullable(MAPPER.readValue(text, type));
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    }
  }

  private interface ValueWriter<T> {
    void write(T value, JsonGenerator json, SerializerProvider provider) throws IOException;
  }

  private static SimpleModule module() {
    return new SimpleModule()
        .addSerializer(
            Instant.class, with((value, json, provider) -> json.writeNumber(value.toEpochMilli())))
        .addSerializer(
            Duration.class, with((value, json, provider) -> json.writeNumber(value.toMillis())))
        .addSerializer(Double.class, with((value, json, provider) -> number(value, json)))
        .addSerializer(Double.TYPE, with((value, json, provider) -> number(value, json)))
        .addSerializer(
            Optional.class,
            with((value, json, provider) -> provider.defaultSerializeValue(unwrap(value), json)));
  }

  @SuppressWarnings("NullAway") // an absent value is null in JSON
  private static Object unwrap(Optional<?> value) {
    return value.orElse(null);
  }

  private static void number(double value, JsonGenerator json) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  private static <T> JsonSerializer<T> with(ValueWriter<T> writer) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator json, SerializerProvider provider)
          throws IOException {
        writer.write(value, json, provider);
      }
    };
  }
}
