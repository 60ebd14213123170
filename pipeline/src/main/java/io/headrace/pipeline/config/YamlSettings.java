package io.headrace.pipeline.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads YAML into flat settings: {@code learner.rl.tau → (0.1, run.yaml:12)}. Scalars keep their
 * written text; their YAML type is not used.
 */
final class YamlSettings {

  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL) // Nothing behind a key; "" is text.
          .build();

  /** Keys whose value is a map of the user's own keys. */
  private static final Set<String> FREE_FORM = Set.of("kafka.properties");

  private final String name;
  private final boolean lines;
  private final SortedMap<String, SourceSetting> settings = new TreeMap<>();

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
  static SortedMap<String, SourceSetting> read(Reader in, String name, boolean lines) {
    YamlSettings reader = new YamlSettings(name, lines);
    try (YAMLParser parser = YAML.createParser(in)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return reader.settings;
      }
      if (first != JsonToken.START_OBJECT) {
        throw invalid(name, "expected keys and values, such as 'run: demo'");
      }
      reader.section(parser, "");
      requireEnd(parser, name);
      return reader.settings;
    } catch (JsonProcessingException e) {
      throw invalid(name + ":" + line(e), "not readable as YAML: " + firstLine(e));
    } catch (IOException e) {
      throw new HeadraceException(
          ErrorCode.DISK_FAILED, "[%s] can't be read: %s".formatted(name, e.getMessage()), e);
    }
  }

  /**
   * Reads one value in flow style, such as {@code [a, b]} or {@code "a\n"}.
   *
   * @param origin what messages show
   * @throws HeadraceException INVALID_CONFIG when it is not one YAML value
   */
  static SourceValue value(String text, String origin) {
    try (YAMLParser parser = YAML.createParser(text)) {
      if (parser.nextToken() == null) {
        return SourceValue.Text.of("");
      }
      SourceValue value = value(parser, origin);
      requireEnd(parser, origin);
      return value;
    } catch (IOException e) {
      throw invalid(origin, "not readable as a YAML value: " + firstLine(e));
    }
  }

  private void section(YAMLParser parser, String prefix) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String path = prefix + parser.currentName();
      String origin = lines ? name + ":" + parser.currentTokenLocation().getLineNr() : name;
      if (parser.nextToken() == JsonToken.START_OBJECT && !FREE_FORM.contains(path)) {
        section(parser, path + ".");
      } else {
        settings.put(path, new SourceSetting(value(parser, origin), origin));
      }
    }
  }

  /** The value at the parser's present token. */
  private static SourceValue value(YAMLParser parser, String origin) throws IOException {
    if (parser.isCurrentAlias()) {
      throw invalid(origin, "*%s is an alias; write the value itself".formatted(parser.getText()));
    }
    return switch (parser.currentToken()) {
      case START_ARRAY -> items(parser, origin);
      case START_OBJECT -> entries(parser, origin);
      case VALUE_NULL -> new SourceValue.Text(text(parser), true);
      default -> SourceValue.Text.of(text(parser));
    };
  }

  private static String text(YAMLParser parser) throws IOException {
    String text = parser.getText();
    return text == null ? "" : text;
  }

  private static SourceValue.Items items(YAMLParser parser, String origin) throws IOException {
    List<SourceValue> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser, origin));
    }
    return new SourceValue.Items(values);
  }

  private static SourceValue.Entries entries(YAMLParser parser, String origin) throws IOException {
    SortedMap<String, SourceValue> values = new TreeMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      values.put(key, value(parser, origin));
    }
    return new SourceValue.Entries(values);
  }

  private static void requireEnd(YAMLParser parser, String origin) throws IOException {
    if (parser.nextToken() != null) {
      throw invalid(origin, "there is a second YAML document; write all settings into the first");
    }
  }

  private static int line(JsonProcessingException e) {
    return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
  }

  private static String firstLine(IOException e) {
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    return message == null ? "" : message.lines().findFirst().orElse("");
  }

  private static HeadraceException invalid(String place, String problem) {
    return new HeadraceException(ErrorCode.INVALID_CONFIG, "[%s] %s".formatted(place, problem));
  }
}
