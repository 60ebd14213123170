package io.headrace.pipeline.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Parses a stage of {@code plan}. */
final class StageReader {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final Set<String> KEYS = Set.of("id", "kind", "data", "recipe", "until");

  /** Does not end with a number, since an evaluation's id is the stage's id and a number. */
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*");

  private static final String RESERVED = "final";

  private final String place;
  private final SortedMap<String, SourceValue> entries;

  private StageReader(String place, SortedMap<String, SourceValue> entries) {
    this.place = place;
    this.entries = entries;
  }

  /**
   * Reads a stage.
   *
   * @param number its place in the plan, from 1
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static SettingType.Typed read(int number, SourceValue source) {
    if (!(source instanceof SourceValue.Entries written)) {
      throw new IllegalArgumentException(
          "must be a list of stages such as [{id: warm-up, kind: sft, until: {steps: 100}}], [] for the default plan; its stage %d is not a map"
              .formatted(number));
    }
    String id = written.values().get("id") instanceof SourceValue.Text text ? text.text() : "";
    String place = id.isBlank() ? "stage " + number : "stage '" + id + "'";
    return new StageReader(place, written.values()).stage(id);
  }

  private SettingType.Typed stage(String id) {
    for (String key : entries.keySet()) {
      require(
          KEYS.contains(key),
          "has the unknown key '%s'; a stage takes id, kind, data, recipe and until"
              .formatted(key));
    }
    require(!id.isBlank(), "has no id; name it, such as id: warm-up");
    require(
        ID.matcher(id).matches() && !id.equals(RESERVED),
        "has an id that can't be used: lower-case letters and digits, words joined by '-' and each beginning with a letter, and not '%s'"
            .formatted(RESERVED));
    String word = text("kind");
    StageKind kind =
        StageKind.parse(word)
            .orElseThrow(
                () -> invalid("has the unknown kind '%s'; it must be sft or rl".formatted(word)));
    String data = entries.containsKey("data") ? text("data") : kind.data().suffix();
    require(
        data.equals(kind.data().suffix()),
        "has the data '%s'; a stage of kind %s reads %s"
            .formatted(data, kind, kind.data().suffix()));
    StageSetting setting = new StageSetting(id, kind, map("recipe"), until());
    return new SettingType.Typed(setting, shown(setting));
  }

  private StageSetting.Until until() {
    Map<String, String> given = map("until");
    for (String key : given.keySet()) {
      require(
          Set.of("steps", "greedy-accuracy", "sampled-accuracy").contains(key),
          "has the unknown end '%s'; until takes steps, greedy-accuracy and sampled-accuracy"
              .formatted(key));
    }
    require(
        !given.isEmpty(),
        "has no until, so it would never end; give it steps, greedy-accuracy or sampled-accuracy");
    Optional<Integer> steps =
        Optional.ofNullable(given.get("steps"))
            .map(text -> number("steps", () -> (int) NumberText.whole(text, 1, Integer.MAX_VALUE)));
    return new StageSetting.Until(
        steps, accuracy("greedy-accuracy", given), accuracy("sampled-accuracy", given));
  }

  private Optional<Double> accuracy(String key, Map<String, String> given) {
    Optional<Double> value =
        Optional.ofNullable(given.get(key))
            .map(text -> number(key, () -> NumberText.decimal(text)));
    value.ifPresent(
        share ->
            require(
                share > 0 && share <= 1,
                "has until.%s %s; it must be more than 0 and at most 1".formatted(key, share)));
    return value;
  }

  private <T> T number(String key, java.util.function.Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s has until.%s, which %s".formatted(place, key, e.getMessage()), e);
    }
  }

  private String text(String key) {
    SourceValue value = entries.get(key);
    if (value instanceof SourceValue.Text(String text, boolean isNull) && !isNull) {
      return text.strip();
    }
    throw invalid("has no %s, or one that is not a single value".formatted(key));
  }

  private Map<String, String> map(String key) {
    SourceValue value = entries.get(key);
    if (value == null) {
      return Map.of();
    }
    require(
        value instanceof SourceValue.Entries,
        "has a %s that is not a map such as {steps: 100}".formatted(key));
    Map<String, String> texts = new TreeMap<>();
    ((SourceValue.Entries) value)
        .values()
        .forEach(
            (name, entry) -> {
              require(
                  entry instanceof SourceValue.Text(String _, boolean isNull) && !isNull,
                  "has %s.%s without a single value".formatted(key, name));
              texts.put(name, ((SourceValue.Text) entry).text().strip());
            });
    return texts;
  }

  private static ObjectNode shown(StageSetting stage) {
    ObjectNode node = JSON.objectNode();
    node.put("id", stage.id());
    node.put("kind", stage.kind().text());
    node.put("data", stage.kind().data().suffix());
    ObjectNode recipe = node.putObject("recipe");
    new TreeMap<>(stage.recipe()).forEach(recipe::put);
    ObjectNode until = node.putObject("until");
    stage.until().steps().ifPresent(steps -> until.put("steps", steps));
    stage.until().greedyAccuracy().ifPresent(share -> until.put("greedy-accuracy", share));
    stage.until().sampledAccuracy().ifPresent(share -> until.put("sampled-accuracy", share));
    return node;
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      throw invalid(problem);
    }
  }

  private IllegalArgumentException invalid(String problem) {
    return new IllegalArgumentException(place + " " + problem);
  }
}
