package io.headrace.curriculum.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.headrace.pipeline.files.TextProblem;
import java.util.Locale;
import java.util.Optional;

/** Reads string fields of a line of a tasks file. */
final class JsonText {

  private JsonText() {}

  /** The string of a field, which must not be blank. */
  static String of(JsonNode object, String field) throws MalformedLine {
    return of(object, field, field);
  }

  /**
   * The string of a field, which must not be blank.
   *
   * @param name of the field in messages
   */
  static String of(JsonNode object, String field, String name) throws MalformedLine {
    JsonNode node = object.get(field);
    if (node == null || node.isNull()) {
      throw new MalformedLine("'" + name + "' is " + (node == null ? "missing" : "null"));
    }
    if (!node.isTextual()) {
      throw new MalformedLine("'" + name + "' has to be a string, found " + kindOf(node));
    }
    if (node.textValue().isBlank()) {
      throw new MalformedLine("'" + name + "' is blank");
    }
    Optional<String> problem = TextProblem.of(node.textValue());
    if (problem.isPresent()) {
      throw new MalformedLine("'" + name + "' " + problem.get());
    }
    return node.textValue();
  }

  /** What kind of JSON value it is, for messages. */
  static String kindOf(JsonNode node) {
    JsonNodeType type = node.getNodeType();
    return switch (type) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      default -> type.name().toLowerCase(Locale.ROOT);
    };
  }
}
