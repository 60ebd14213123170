package io.headrace.pipeline.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns flat settings into the configuration's records. */
final class ConfigBinder {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .addModule(
              new SimpleModule()
                  .addDeserializer(Duration.class, text(Durations::parse))
                  .addDeserializer(ByteSize.class, text(ByteSize::parse))
                  .addDeserializer(Path.class, text(Path::of))
                  .addDeserializer(Optional.class, new PresentText()))
          .build();

  private ConfigBinder() {}

  static LoadedConfig bind(SortedMap<String, Setting> settings) {
    try {
      return new LoadedConfig(MAPPER.treeToValue(tree(settings), RunConfig.class), settings);
    } catch (JsonMappingException e) {
      throw invalid(settings, e);
    } catch (JsonProcessingException e) {
      throw new HeadraceException(ErrorCode.INVALID_CONFIG, e.getOriginalMessage(), e);
    }
  }

  private static ObjectNode tree(SortedMap<String, Setting> settings) {
    ObjectNode root = MAPPER.createObjectNode();
    settings.forEach(
        (path, setting) -> {
          ObjectNode node = root;
          String[] keys = path.split("\\.", -1);
          for (int i = 0; i < keys.length - 1; i++) {
            node = node.withObjectProperty(keys[i]);
          }
          node.set(keys[keys.length - 1], setting.value());
        });
    return root;
  }

  private static HeadraceException invalid(
      SortedMap<String, Setting> settings, JsonMappingException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidSetting setting) {
        return invalid(settings, setting.path(), String.valueOf(setting.getMessage()), e);
      }
    }
    String path =
        e.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(java.util.Objects::nonNull)
            .collect(Collectors.joining("."));
    return invalid(settings, path, problem(e), e);
  }

  private static String problem(JsonMappingException e) {
    Throwable cause = e.getCause();
    if (cause instanceof IllegalArgumentException) {
      return String.valueOf(cause.getMessage());
    }
    String message = e.getOriginalMessage().lines().findFirst().orElse("");
    return message.replaceAll("`?java\\.lang\\.|`?io\\.headrace\\.pipeline\\.config\\.|`", "");
  }

  private static HeadraceException invalid(
      SortedMap<String, Setting> settings, String path, String problem, Exception cause) {
    Setting setting = settings.get(path);
    String origin = setting == null ? "config" : setting.origin();
    return new HeadraceException(
        ErrorCode.INVALID_CONFIG, "[%s] %s %s".formatted(origin, path, problem), cause);
  }

  private static <T> JsonDeserializer<T> text(Function<String, T> parse) {
    return new JsonDeserializer<>() {
      @Override
      public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String value = parser.getValueAsString("");
        try {
          return parse.apply(value);
        } catch (IllegalArgumentException e) {
          throw JsonMappingException.from(parser, String.valueOf(e.getMessage()), e);
        }
      }
    };
  }
}
