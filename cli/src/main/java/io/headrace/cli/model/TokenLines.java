package io.headrace.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;

/** Parses lines that are JSON arrays of token ids. */
final class TokenLines {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private TokenLines() {}

  /**
   * The ids of one line.
   *
   * @param place file and line, for messages
   * @param vocabularySize exclusive upper bound of the ids
   * @param maxPositions maximum number of ids
   * @throws HeadraceException INVALID_INPUT when the line is not such an array
   */
  static int[] parse(String line, String place, int vocabularySize, int maxPositions) {
    JsonNode array = array(line, place);
    if (array.isEmpty() || array.size() > maxPositions) {
      throw invalid(
          place, "has %d token ids, expected 1 to %d".formatted(array.size(), maxPositions));
    }
    int[] tokens = new int[array.size()];
    for (int i = 0; i < tokens.length; i++) {
      JsonNode id = array.get(i);
      if (!id.isInt() || id.intValue() < 0 || id.intValue() >= vocabularySize) {
        throw invalid(
            place,
            "position %d is %s, expected a token id from 0 to %d"
                .formatted(i, id, vocabularySize - 1));
      }
      tokens[i] = id.intValue();
    }
    return tokens;
  }

  private static JsonNode array(String line, String place) {
    try {
      JsonNode node = JSON.readTree(line);
      if (node != null && node.isArray()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw new HeadraceException(
          ErrorCode.INVALID_INPUT,
          "[%s] is not JSON; expected one array of token ids such as [12,7,3]".formatted(place),
          e);
    }
    throw invalid(place, "is not an array; expected token ids such as [12,7,3]");
  }

  private static HeadraceException invalid(String place, String problem) {
    return new HeadraceException(ErrorCode.INVALID_INPUT, "[%s] %s".formatted(place, problem));
  }
}
