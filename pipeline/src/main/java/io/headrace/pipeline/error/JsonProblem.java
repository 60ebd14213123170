package io.headrace.pipeline.error;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;

/** Describes why a line is not JSON: the parser's message without its source references. */
public final class JsonProblem {

  private JsonProblem() {}

  /** One clause such as "Unexpected character ('x' (code 120)): …, at column 7". */
  public static String of(JsonProcessingException problem) {
    String words = problem.getOriginalMessage().lines().findFirst().orElse("");
    int marker = words.indexOf(" (start marker at ");
    String reason = marker < 0 ? words : words.substring(0, marker);
    JsonLocation place = problem.getLocation();
    return place == null ? reason : reason + ", at column " + place.getColumnNr();
  }
}
