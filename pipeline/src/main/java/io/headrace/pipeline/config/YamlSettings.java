package io.headrace.pipeline.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.io.Reader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads YAML into flat settings: {@code learner.rl.tau → (0.1, run.yaml:12)}. */
final class YamlSettings {

  static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL) // Nothing behind a key; "" is text.
              .build());

  /** Keys whose value is a map of the user's own keys. */
  static final Set<String> FREE_FORM = Set.of("kafka.properties");

  private final String name;
  private final boolean lines;
  private final SortedMap<String, Setting> settings = new TreeMap<>();

  private YamlSettings(String name, boolean lines) {
    this.name = name;
    this.lines = lines;
  }

  /**
   * Reads a document.
   *
   * @param name what the origin shows
   * @param lines whether the origin also shows line numbers
   * @throws HeadraceException INVALID_CONFIG when it is not a YAML map
   */
  static SortedMap<String, Setting> read(Reader in, String name, boolean lines) {
    YamlSettings reader = new YamlSettings(name, lines);
    try (JsonParser parser = YAML.getFactory().createParser(in)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return reader.settings;
      }
      if (first != JsonToken.START_OBJECT) {
        throw invalid(name, "expected keys and values, such as 'run: demo'");
      }
      reader.section(parser, "");
      return reader.settings;
    } catch (JsonProcessingException e) {
      throw invalid(
          name + ":" + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
          "not readable as YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    } catch (IOException e) {
      throw new HeadraceException(
          ErrorCode.DISK_FAILED, "[%s] can't be read: %s".formatted(name, e.getMessage()), e);
    }
  }

  private void section(JsonParser parser, String prefix) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String path = prefix + parser.currentName();
      String origin = lines ? name + ":" + parser.currentTokenLocation().getLineNr() : name;
      if (parser.nextToken() == JsonToken.START_OBJECT && !FREE_FORM.contains(path)) {
        section(parser, path + ".");
      } else {
        JsonNode value = YAML.readTree(parser);
        settings.put(path, new Setting(value, origin));
      }
    }
  }

  private static HeadraceException invalid(String place, String problem) {
    return new HeadraceException(ErrorCode.INVALID_CONFIG, "[%s] %s".formatted(place, problem));
  }
}
