package io.headrace.learner.objective.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.headrace.learner.batch.TokenInput;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a case from JSON:
 *
 * <pre>{"new": [[…]], "old": [[…]], "ref": [[…]], "mu": [[…]], "values": [[…]], "mask": [[…]],
 *  "rewards": […], "group": […], "params": {…}} </pre>
 *
 * <p>{@code new} and {@code rewards} are required, the others as far as the objective reads them.
 */
public final class CaseReader {

  /** The keys of log-probs and values, by what they are. */
  static final Map<TokenInput, String> KEYS =
      Map.of(
          TokenInput.OLD_LOG_PROBS, "old",
          TokenInput.REFERENCE_LOG_PROBS, "ref",
          TokenInput.ROLLOUT_LOG_PROBS, "mu",
          TokenInput.OLD_VALUES, "values");

  private static final List<String> ALL =
      List.of("new", "old", "ref", "mu", "values", "mask", "rewards", "group", "params");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String place;
  private final JsonNode root;

  private CaseReader(String place, JsonNode root) {
    this.place = place;
    this.root = root;
  }

  /**
   * Reads a case.
   *
   * @param place name of the input, for messages
   * @throws HeadraceException INVALID_INPUT that names the place of what is wrong
   */
  public static ObjectiveCase read(InputStream in, String place) {
    CaseReader reader = new CaseReader(place, parse(in, place));
    reader.requireKnownKeys();
    return reader.read();
  }

  private static JsonNode parse(InputStream in, String place) {
    try {
      JsonNode root = JSON.readTree(in);
      if (!root.isObject()) {
        throw invalid(
            place, "must be a JSON object with new, rewards and what the objective reads");
      }
      return root;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw invalid(
          place + ":" + line,
          "is not readable as JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    } catch (IOException e) {
      throw new HeadraceException(
          ErrorCode.INVALID_INPUT, "[%s] can't be read: %s".formatted(place, e.getMessage()), e);
    }
  }

  private void requireKnownKeys() {
    root.fieldNames()
        .forEachRemaining(
            key -> {
              if (!ALL.contains(key)) {
                throw invalid(
                    place,
                    "has the unknown key '%s'; use %s".formatted(key, String.join(", ", ALL)));
              }
            });
  }

  private ObjectiveCase read() {
    double[][] logProbs = rows("new").orElseThrow(() -> missing("new"));
    if (logProbs.length == 0) {
      throw invalid(place, "new has no response; give an array per response");
    }
    for (int row = 0; row < logProbs.length; row++) {
      if (logProbs[row].length == 0) {
        throw invalid(place, "new[%d] is empty; a response has a token".formatted(row));
      }
    }
    double[] rewards = numbers("rewards").orElseThrow(() -> missing("rewards"));
    requireLength("rewards", rewards.length, logProbs.length);
    Map<TokenInput, double[][]> inputs = new EnumMap<>(TokenInput.class);
    KEYS.forEach(
        (input, key) ->
            rows(key).ifPresent(rows -> inputs.put(input, sameShape(key, rows, logProbs))));
    Grouping grouping = Grouping.of(groups(logProbs.length));
    return new ObjectiveCase(
        place,
        grouping.apply(new LossCase(logProbs, inputs, mask(logProbs), rewards, List.of())),
        grouping,
        parameters());
  }

  private boolean[][] mask(double[][] logProbs) {
    Optional<double[][]> given = rows("mask").map(rows -> sameShape("mask", rows, logProbs));
    boolean[][] mask = new boolean[logProbs.length][];
    boolean any = false;
    for (int row = 0; row < mask.length; row++) {
      mask[row] = new boolean[logProbs[row].length];
      for (int token = 0; token < mask[row].length; token++) {
        double value = given.isPresent() ? given.get()[row][token] : 1;
        if (value != 0 && value != 1) {
          throw invalid(place, "mask[%d][%d] must be 0 or 1".formatted(row, token));
        }
        mask[row][token] = value == 1;
        any |= mask[row][token];
      }
    }
    if (!any) {
      throw invalid(place, "mask is 0 everywhere; at least one token must be trained on");
    }
    return mask;
  }

  private List<String> groups(int responses) {
    JsonNode node = root.get("group");
    if (node == null) {
      return Collections.nCopies(responses, "");
    }
    if (!node.isArray()) {
      throw invalid(place, "group must be an array with the group's id of each response");
    }
    requireLength("group", node.size(), responses);
    List<String> ids = new ArrayList<>();
    for (int row = 0; row < node.size(); row++) {
      if (!node.get(row).isTextual() && !node.get(row).isIntegralNumber()) {
        throw invalid(place, "group[%d] must be a text or a whole number".formatted(row));
      }
      ids.add(node.get(row).toString());
    }
    return ids;
  }

  private Map<String, String> parameters() {
    JsonNode node = root.get("params");
    Map<String, String> parameters = new LinkedHashMap<>();
    if (node == null) {
      return parameters;
    }
    if (!node.isObject()) {
      throw invalid(place, "params must be an object, such as {\"clip\": 0.2}");
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (entry.getValue().isContainerNode()) {
        throw invalid(
            place, "params.%s must be a text, a number or a boolean".formatted(entry.getKey()));
      }
      parameters.put(
          entry.getKey(), entry.getValue().isNull() ? "none" : entry.getValue().asText());
    }
    return parameters;
  }

  private Optional<double[][]> rows(String key) {
    JsonNode node = root.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (!node.isArray()) {
      throw invalid(place, "%s must be an array with an array per response".formatted(key));
    }
    double[][] rows = new double[node.size()][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = numbers(node.get(row), "%s[%d]".formatted(key, row));
    }
    return Optional.of(rows);
  }

  private Optional<double[]> numbers(String key) {
    return Optional.ofNullable(root.get(key)).map(node -> numbers(node, key));
  }

  private double[] numbers(JsonNode node, String where) {
    if (!node.isArray()) {
      throw invalid(place, "%s must be an array of numbers".formatted(where));
    }
    double[] numbers = new double[node.size()];
    for (int at = 0; at < numbers.length; at++) {
      JsonNode number = node.get(at);
      if (!number.isNumber() || !Double.isFinite(number.asDouble())) {
        throw invalid(place, "%s[%d] must be a finite number, is %s".formatted(where, at, number));
      }
      numbers[at] = number.asDouble();
    }
    return numbers;
  }

  private double[][] sameShape(String key, double[][] rows, double[][] logProbs) {
    requireLength(key, rows.length, logProbs.length);
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != logProbs[row].length) {
        throw invalid(
            place,
            "%s[%d] has %d numbers and new[%d] has %d; give one per token of the response"
                .formatted(key, row, rows[row].length, row, logProbs[row].length));
      }
    }
    return rows;
  }

  private void requireLength(String key, int length, int responses) {
    if (length != responses) {
      throw invalid(
          place,
          "%s has %d entries and new has %d responses; give one per response"
              .formatted(key, length, responses));
    }
  }

  private HeadraceException missing(String key) {
    return invalid(place, "%s is missing".formatted(key));
  }

  static HeadraceException invalid(String place, String problem) {
    return new HeadraceException(ErrorCode.INVALID_INPUT, "[%s] %s".formatted(place, problem));
  }
}
