package io.headrace.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Typed looks at the keys of a {@code config.json}. A key that is absent and one that is null are
 * the same; one of another type is a fault that names it.
 *
 * @param json the object
 * @param place how messages name the file
 * @param path what stands before a key in messages: empty, or the key of the object with a dot
 */
record ConfigKeys(ObjectNode json, String place, String path) {

  static final String CORRECT = "; correct the file";

  boolean present(String key) {
    return !json.path(key).isMissingNode() && !json.path(key).isNull();
  }

  boolean flag(String key) {
    JsonNode node = json.path(key);
    if (present(key) && !node.isBoolean()) {
      throw fault(key, "must be true or false, not " + node + CORRECT);
    }
    return node.asBoolean(false);
  }

  int integer(String key, int otherwise) {
    return present(key) ? integer(key) : otherwise;
  }

  int integer(String key) {
    if (!present(key)) {
      throw fault(key, "is missing; give it as a whole number");
    }
    return whole(key, json.path(key));
  }

  /** A whole number or a list of them; empty when absent. */
  List<Integer> integers(String key) {
    JsonNode node = json.path(key);
    List<Integer> values = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(value -> values.add(whole(key, value)));
    } else if (present(key)) {
      values.add(whole(key, node));
    }
    return values;
  }

  double number(String key, double otherwise) {
    if (!present(key)) {
      return otherwise;
    }
    if (!json.path(key).isNumber()) {
      throw fault(key, "must be a number, not " + json.path(key) + CORRECT);
    }
    return json.path(key).doubleValue();
  }

  Optional<String> text(String key) {
    if (!present(key)) {
      return Optional.empty();
    }
    if (!json.path(key).isTextual()) {
      throw fault(key, "must be a text, not " + json.path(key) + CORRECT);
    }
    return Optional.of(json.path(key).textValue());
  }

  /** A list of texts; empty when absent. */
  List<String> texts(String key) {
    JsonNode node = json.path(key);
    if (present(key) && !(node.isArray() && node.valueStream().allMatch(JsonNode::isTextual))) {
      throw fault(key, "must be a list of texts, not " + node + CORRECT);
    }
    return node.valueStream().map(JsonNode::textValue).toList();
  }

  /** An object's own keys; none when it is absent. */
  ConfigKeys object(String key) {
    if (!present(key)) {
      return new ConfigKeys(JsonNodeFactory.instance.objectNode(), place, path + key + ".");
    }
    if (json.path(key) instanceof ObjectNode object) {
      return new ConfigKeys(object, place, path + key + ".");
    }
    throw fault(key, "must be an object, not " + json.path(key) + CORRECT);
  }

  /** A fault of a key: what is wrong with it and what to do. */
  ModelFormatException fault(String key, String problem) {
    return fault(path + key + " " + problem);
  }

  /** A fault of the whole file. */
  ModelFormatException fault(String problem) {
    return new ModelFormatException("[" + place + "] " + problem);
  }

  private int whole(String key, JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw fault(key, "must be a whole number, not " + node + CORRECT);
    }
    return node.intValue();
  }
}
