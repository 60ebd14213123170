package io.headrace.pipeline.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Parses the value of a source by the type of the setting; a text setting is not changed. */
final class SettingType {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SettingType() {}

  /**
   * A parsed value.
   *
   * @param value the value of the record's component
   * @param shown the value as JSON, for printing and for the log
   */
  record Typed(Object value, JsonNode shown) {}

  /**
   * Reads a value.
   *
   * @param type of the record's component
   * @throws IllegalArgumentException saying what the setting must be and what it is
   */
  static Typed read(Type type, SourceValue source) {
    return switch (type) {
      case ParameterizedType generic
          when generic.getRawType() == List.class
              && generic.getActualTypeArguments()[0] == StageSetting.class ->
          stages(source);
      case ParameterizedType generic when generic.getRawType() == List.class -> list(source);
      case ParameterizedType generic when generic.getRawType() == Map.class -> map(source);
      case ParameterizedType generic when generic.getRawType() == Optional.class ->
          optional(generic.getActualTypeArguments()[0], source);
      case Class<?> simple -> simple(simple, scalar(source));
      default -> throw new IllegalStateException("no setting has the type " + type);
    };
  }

  private static Typed simple(Class<?> type, String text) {
    if (type == int.class) {
      int value = (int) NumberText.whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
      return new Typed(value, JSON.numberNode(value));
    }
    if (type == long.class) {
      long value = NumberText.whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
      return new Typed(value, JSON.numberNode(value));
    }
    if (type == double.class) {
      double value = NumberText.decimal(text);
      return new Typed(value, JSON.numberNode(value));
    }
    if (type == boolean.class) {
      boolean value = parseBoolean(text);
      return new Typed(value, JSON.booleanNode(value));
    }
    return new Typed(textParser(type).apply(text), JSON.textNode(text));
  }

  private static Function<String, Object> textParser(Class<?> type) {
    if (type == String.class) {
      return text -> text;
    }
    if (type == Path.class) {
      return Path::of;
    }
    if (type == Duration.class) {
      return Durations::parse;
    }
    if (type == ByteSize.class) {
      return ByteSize::parse;
    }
    if (type.isEnum()) {
      return text -> choice(type.getEnumConstants(), text);
    }
    throw new IllegalStateException("no setting has the type " + type);
  }

  private static boolean parseBoolean(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException("must be true or false, is '%s'".formatted(text));
    };
  }

  private static Object choice(Object[] choices, String text) {
    return Arrays.stream(choices)
        .filter(choice -> choice.toString().equalsIgnoreCase(text.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must be one of %s; is '%s'"
                        .formatted(
                            Arrays.stream(choices)
                                .map(choice -> choice.toString().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")),
                            text)));
  }

  private static Typed optional(Type content, SourceValue source) {
    String text = scalar(source).strip();
    Optional<Object> value =
        text.isEmpty() ? Optional.empty() : Optional.of(textParser((Class<?>) content).apply(text));
    return new Typed(value, JSON.textNode(text));
  }

  private static Typed stages(SourceValue source) {
    if (!(source instanceof SourceValue.Items items)) {
      throw new IllegalArgumentException(
          "must be a list of stages such as [{id: warm-up, kind: sft, until: {steps: 100}}], [] for"
              + " the default plan; is "
              + describe(source));
    }
    List<Typed> stages = new ArrayList<>();
    for (SourceValue item : items.values()) {
      stages.add(StageReader.read(stages.size() + 1, item));
    }
    return new Typed(
        stages.stream().map(stage -> (StageSetting) stage.value()).toList(),
        JSON.arrayNode().addAll(stages.stream().map(Typed::shown).toList()));
  }

  private static Typed list(SourceValue source) {
    if (!(source instanceof SourceValue.Items items)) {
      throw new IllegalArgumentException(
          "must be a list such as [\"END\", \"STOP\"], [] for none; is " + describe(source));
    }
    List<String> texts = items.values().stream().map(SettingType::scalar).toList();
    return new Typed(texts, JSON.arrayNode().addAll(texts.stream().map(JSON::textNode).toList()));
  }

  private static Typed map(SourceValue source) {
    if (!(source instanceof SourceValue.Entries entries)) {
      throw new IllegalArgumentException(
          "must be a map such as {retries: 3}, {} for none; is " + describe(source));
    }
    Map<String, String> texts = new TreeMap<>();
    ObjectNode shown = JSON.objectNode();
    entries
        .values()
        .forEach(
            (key, value) -> {
              texts.put(key, entry(key, value));
              shown.put(key, texts.get(key));
            });
    return new Typed(texts, shown);
  }

  private static String entry(String key, SourceValue value) {
    try {
      return scalar(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("has %s, which %s".formatted(key, e.getMessage()), e);
    }
  }

  private static String scalar(SourceValue source) {
    if (source instanceof SourceValue.Text written) {
      return written.text();
    }
    throw new IllegalArgumentException("must be a single value, is " + describe(source));
  }

  private static String describe(SourceValue source) {
    return switch (source) {
      case SourceValue.Text written -> "'" + written.text() + "'";
      case SourceValue.Items items -> "a list of " + items.values().size();
      case SourceValue.Entries entries -> "a map of " + entries.values().keySet();
    };
  }
}
