package io.headrace.pipeline.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads an optional path or string: empty text is none. */
@SuppressWarnings("rawtypes")
final class PresentText extends JsonDeserializer<Optional> implements ContextualDeserializer {

  private final boolean path;

  PresentText() {
    this(false);
  }

  private PresentText(boolean path) {
    this.path = path;
  }

  @Override
  public JsonDeserializer<?> createContextual(
      DeserializationContext context, BeanProperty property) {
    JavaType content = context.getContextualType().containedTypeOrUnknown(0);
    return new PresentText(content.hasRawClass(Path.class));
  }

  @Override
  public Optional<?> deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    String text = parser.getValueAsString("").strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(path ? Path.of(text) : text);
  }

  @Override
  public Optional<?> getNullValue(DeserializationContext context) {
    return Optional.empty();
  }
}
