package io.headrace.verifier.family;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The answer of a response in the families' format: {@code <think>thoughts</think>{"ans": answer}}.
 *
 * <p>The opening tag is optional, since a prompt may end with it; it occurs at most once, at the
 * start. The closing tag occurs exactly once. A JSON object with only the key {@code ans} follows
 * it, and nothing else but white space. The thoughts are ignored.
 */
sealed interface FinalAnswer {

  /** The value of {@code ans}. */
  record Given(JsonNode value) implements FinalAnswer {}

  /** There is no answer in the required format, with the reason as a clause. */
  record Missing(String why) implements FinalAnswer {}

  /** Longest answer that is parsed, in characters. */
  int LONGEST = 4_096;

  String OPENING = "<think>";
  String CLOSING = "</think>";
  String KEY = "ans";

  JsonMapper STRICT_JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** Finds the answer of a response. */
  static FinalAnswer of(String response) {
    if (response.isBlank()) {
      return new Missing("the response is empty");
    }
    String text = response.strip();
    int opening = text.lastIndexOf(OPENING);
    if (opening > 0) {
      return new Missing("'<think>' is not once at the start only");
    }
    int closing = text.indexOf(CLOSING);
    if (closing < 0) {
      return new Missing("'</think>' is missing");
    }
    if (text.indexOf(CLOSING, closing + 1) >= 0) {
      return new Missing("'</think>' stands there more than once");
    }
    return ofJson(text.substring(closing + CLOSING.length()).strip());
  }

  private static FinalAnswer ofJson(String text) {
    if (text.isEmpty()) {
      return new Missing("nothing follows '</think>'");
    }
    if (text.length() > LONGEST) {
      return new Missing(
          "the answer has " + text.length() + " characters, more than the " + LONGEST + " allowed");
    }
    try {
      JsonNode node = STRICT_JSON.readTree(text);
      if (!node.isObject() || node.size() != 1 || !node.has(KEY)) {
        return new Missing("the answer is not a JSON object with the one key 'ans'");
      }
      return new Given(node.get(KEY));
    } catch (JsonProcessingException invalid) {
      return new Missing("the answer is not one valid JSON object");
    }
  }

  /** The response that gives a JSON value as its answer without thoughts. */
  static String responseOf(String json) {
    return OPENING + CLOSING + "{\"" + KEY + "\":" + json + "}";
  }
}
