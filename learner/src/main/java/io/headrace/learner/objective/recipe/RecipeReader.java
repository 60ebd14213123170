package io.headrace.learner.objective.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads a recipe: a YAML map of {@code description}, {@code source} and the parameters, each a text
 * or a number.
 */
final class RecipeReader {

  private static final YAMLFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private RecipeReader() {}

  /**
   * Reads one.
   *
   * @param place for messages
   * @param strict whether every parameter must be read by the combination
   */
  static Recipe read(InputStream in, String name, String place, boolean strict) {
    Map<String, String> entries = entries(in, place);
    String description = text(entries, "description");
    String source = text(entries, "source");
    return new Recipe(
        name, place, description, source, entries, strict ? entries.keySet() : Set.of());
  }

  private static String text(Map<String, String> entries, String key) {
    String value = entries.remove(key);
    return value == null ? "" : value.strip();
  }

  private static Map<String, String> entries(InputStream in, String place) {
    try (YAMLParser parser = YAML.createParser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw invalid(place, "expected keys and values, such as 'aggregation: token-mean'");
      }
      return entries(parser, place);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw invalid(
          place + ":" + line,
          "not readable as YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    } catch (IOException e) {
      throw new HeadraceException(
          ErrorCode.DISK_FAILED, "[%s] can't be read: %s".formatted(place, e.getMessage()), e);
    }
  }

  private static Map<String, String> entries(YAMLParser parser, String place) throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      JsonToken value = parser.nextToken();
      if (!value.isScalarValue()) {
        throw invalid(
            place + ":" + parser.currentTokenLocation().getLineNr(),
            "%s must be a text or a number".formatted(key));
      }
      entries.put(key, value == JsonToken.VALUE_NULL ? "none" : parser.getText());
    }
    return entries;
  }

  private static HeadraceException invalid(String place, String problem) {
    return new HeadraceException(ErrorCode.INVALID_CONFIG, "[%s] %s".formatted(place, problem));
  }
}
