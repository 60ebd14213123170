package io.headrace.verifier.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.headrace.pipeline.error.JsonProblem;
import io.headrace.pipeline.files.TextProblem;
import io.headrace.verifier.scorer.Excerpt;
import java.util.List;
import java.util.Optional;

/** A line of a file of cases. */
sealed interface Case {

  /** The line's id as it was written, JSON null when there is none. */
  JsonNode id();

  /**
   * A case to score.
   *
   * @param prompt the prompt, empty when the line has none
   * @param gold the gold answer as text; for a JSON object or array its JSON
   * @param answer the same for the answer; empty for JSON null
   */
  record Complete(JsonNode id, String prompt, String gold, String answer) implements Case {}

  /** A line that is no case, with the reason as a clause. */
  record Malformed(JsonNode id, String problem) implements Case {}

  JsonMapper STRICT_JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /**
   * Reads {@code {"id":…,"gold":…,"answer":…}}; other keys, except an optional prompt, are ignored.
   */
  static Case read(String line) {
    try {
      JsonNode node = STRICT_JSON.readTree(line);
      return node.isObject()
          ? ofObject(node)
          : new Malformed(NullNode.instance, "expected a JSON object, found " + Excerpt.of(line));
    } catch (JsonProcessingException invalid) {
      return new Malformed(NullNode.instance, "not valid JSON: " + JsonProblem.of(invalid));
    }
  }

  private static Case ofObject(JsonNode node) {
    JsonNode id = node.path("id");
    if (!id.isTextual() && !id.isIntegralNumber()) {
      return new Malformed(
          id.isMissingNode() ? NullNode.instance : id,
          "'id' is missing or neither text nor a whole number");
    }
    if (!node.hasNonNull("gold")) {
      return new Malformed(id, "'gold' is " + (node.has("gold") ? "null" : "missing"));
    }
    if (!node.has("answer")) {
      return new Malformed(id, "'answer' is missing");
    }
    if (node.hasNonNull("prompt") && !node.path("prompt").isTextual()) {
      return new Malformed(id, "'prompt' has to be a string");
    }
    for (String key : List.of("id", "gold", "answer", "prompt")) {
      Optional<String> fault = TextProblem.loneSurrogate(node.path(key).asText(""));
      if (fault.isPresent()) {
        return new Malformed(
            key.equals("id") ? NullNode.instance : id, "'" + key + "' " + fault.get());
      }
    }
    JsonNode answer = node.path("answer");
    return new Complete(
        id,
        node.path("prompt").asText(""),
        text(node.path("gold")),
        answer.isNull() ? "" : text(answer));
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
