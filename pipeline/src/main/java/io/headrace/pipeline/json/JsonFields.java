package io.headrace.pipeline.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the fields of a JSON object with a type check. A null field counts as absent; a field of
 * another type throws the exception that {@code fault} makes, with the field's name in its message.
 * Immutable as long as the object is not changed.
 *
 * @param json the object
 * @param path prefix of a field's name in messages: empty, or the enclosing field followed by a dot
 * @param fault makes the exception from a problem such as {@code "head_dim must be a whole number,
 *     not true; correct the file"}
 */
public record JsonFields(
    JsonNode json, String path, Function<String, ? extends RuntimeException> fault) {

  /** Advice in the message about a field of the wrong type. */
  public static final String CORRECT = "; correct the file";

  /** The fields of a file's root object. */
  public static JsonFields of(JsonNode object, Function<String, ? extends RuntimeException> fault) {
    return new JsonFields(object, "", fault);
  }

  /** A field of an object, of any type; empty when it is absent or null. */
  public static Optional<JsonNode> field(JsonNode object, String key) {
    JsonNode node = object.path(key);
    return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  /** A field of any type; empty when it is absent or null. */
  public Optional<JsonNode> field(String key) {
    return field(json, key);
  }

  /** Whether a field is present and not null. */
  public boolean has(String key) {
    return field(key).isPresent();
  }

  /** A boolean; false when absent. */
  public boolean flag(String key) {
    return field(key).map(node -> typed(key, node, node.isBoolean(), "true or false")).isPresent()
        && json.path(key).booleanValue();
  }

  /** A 32-bit whole number, or the default when absent. */
  public int integer(String key, int otherwise) {
    return field(key).map(node -> whole(key, node).intValue()).orElse(otherwise);
  }

  /** A required 32-bit whole number. */
  public int integer(String key) {
    return whole(key, required(key, "a whole number")).intValue();
  }

  /** A required 64-bit whole number. */
  public long longInteger(String key) {
    JsonNode node = required(key, "a whole number");
    boolean fits = node.isIntegralNumber() && node.canConvertToLong();
    return typed(key, node, fits, "a whole number").longValue();
  }

  /** A whole number or a list of them; empty when absent. */
  public List<Integer> integers(String key) {
    List<Integer> values = new ArrayList<>();
    field(key)
        .ifPresent(
            node -> {
              List<JsonNode> each = node.isArray() ? node.valueStream().toList() : List.of(node);
              boolean fit = each.stream().allMatch(JsonFields::isInt);
              typed(key, node, fit, "a whole number or a list of them");
              each.forEach(value -> values.add(value.intValue()));
            });
    return values;
  }

  /** A number, or the default when absent. */
  public double number(String key, double otherwise) {
    return field(key)
        .map(node -> typed(key, node, node.isNumber(), "a number").doubleValue())
        .orElse(otherwise);
  }

  /** A string; empty when absent. */
  public Optional<String> text(String key) {
    return field(key).map(node -> typed(key, node, node.isTextual(), "a text").textValue());
  }

  /** A required text. */
  public String requiredText(String key) {
    JsonNode node = required(key, "a text");
    return typed(key, node, node.isTextual(), "a text").textValue();
  }

  /** A list of strings; empty when absent. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    field(key)
        .ifPresent(
            node -> {
              boolean all = node.isArray() && node.valueStream().allMatch(JsonNode::isTextual);
              typed(key, node, all, "a list of texts").forEach(text -> texts.add(text.textValue()));
            });
    return texts;
  }

  /** An object's own fields; none when it is absent. */
  public JsonFields object(String key) {
    JsonNode empty = JsonNodeFactory.instance.objectNode();
    return inside(
        key, field(key).map(node -> typed(key, node, node.isObject(), "an object")).orElse(empty));
  }

  /** The fields of each object in a list; none when the list is absent. */
  public List<JsonFields> objects(String key) {
    List<JsonFields> objects = new ArrayList<>();
    field(key)
        .ifPresent(
            node -> {
              boolean all = node.isArray() && node.valueStream().allMatch(JsonNode::isObject);
              for (JsonNode each : typed(key, node, all, "a list of objects")) {
                objects.add(inside(key + "[" + objects.size() + "]", each));
              }
            });
    return objects;
  }

  /** The exception for a field; the problem includes what to do. */
  public RuntimeException fault(String key, String problem) {
    return fault.apply(path + key + " " + problem);
  }

  private JsonFields inside(String key, JsonNode object) {
    return new JsonFields(object, path + key + ".", fault);
  }

  private JsonNode required(String key, String type) {
    return field(key).orElseThrow(() -> fault(key, "is missing; give it as " + type));
  }

  private JsonNode whole(String key, JsonNode node) {
    return typed(key, node, isInt(node), "a whole number");
  }

  private static boolean isInt(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToInt();
  }

  private JsonNode typed(String key, JsonNode node, boolean fits, String type) {
    if (!fits) {
      throw fault(key, "must be " + type + ", not " + shortened(node.toString()) + CORRECT);
    }
    return node;
  }

  private static String shortened(String json) {
    return json.length() <= 80 ? json : json.substring(0, 79) + "…";
  }
}
