package io.headrace.policy.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import io.headrace.policy.ModelFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The special tokens of a model folder.
 *
 * <p>The token that ends a sequence stands, in order of preference, in {@code
 * tokenizer_config.json} by its text, in {@code generation_config.json} or in {@code config.json}
 * by its id. All ids of {@code generation_config.json} end a response: chat models have several.
 */
record SpecialTokens(int eos, Set<Integer> ends, OptionalInt bos, OptionalInt pad) {

  SpecialTokens {
    ends = Set.copyOf(ends);
  }

  /** A file that gives tokens by their ids. */
  private record Numbered(Path file, JsonNode json) {

    /** One id or several; none when the file does not say. */
    List<Integer> ids(String role) {
      String key = role + "_token_id";
      JsonNode value = json.path(key);
      if (value.isMissingNode() || value.isNull()) {
        return List.of();
      }
      List<JsonNode> ids = value.isArray() ? value.valueStream().toList() : List.of(value);
      if (!ids.stream().allMatch(JsonNode::isInt)) {
        throw new ModelFormatException(
            "[tokenizer=%s] %s must be a whole number or a list of them, not %s; correct the file"
                .formatted(file, key, value));
      }
      return ids.stream().map(JsonNode::intValue).toList();
    }
  }

  static SpecialTokens read(Path folder, Map<String, Integer> ids) {
    Optional<JsonNode> named = optional(folder.resolve(TokenizerFile.TOKENIZER_CONFIG));
    List<Numbered> numbered =
        Stream.of(TokenizerFile.GENERATION_CONFIG, "config.json")
            .map(folder::resolve)
            .flatMap(file -> optional(file).map(json -> new Numbered(file, json)).stream())
            .toList();
    var ends = new TreeSet<Integer>();
    numbered.forEach(file -> ends.addAll(file.ids("eos")));
    int eos = token(named, numbered, ids, "eos").orElseThrow(() -> noEnd(folder));
    ends.add(eos);
    return new SpecialTokens(
        eos, ends, token(named, numbered, ids, "bos"), token(named, numbered, ids, "pad"));
  }

  private static OptionalInt token(
      Optional<JsonNode> named, List<Numbered> numbered, Map<String, Integer> ids, String role) {
    Integer byText = named.map(file -> ids.get(text(file.path(role + "_token")))).orElse(null);
    if (byText != null) {
      return OptionalInt.of(byText);
    }
    return numbered.stream()
        .flatMap(file -> file.ids(role).stream())
        .filter(id -> id >= 0) // Old folders say -1 for none.
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  /** A token's text stands alone or in an object with its flags. */
  private static String text(JsonNode token) {
    return token.isObject() ? token.path("content").asText() : token.asText();
  }

  private static Optional<JsonNode> optional(Path file) {
    return Files.isRegularFile(file) ? Optional.of(TokenizerFile.json(file)) : Optional.empty();
  }

  private static ModelFormatException noEnd(Path folder) {
    return new ModelFormatException(
        "[tokenizer="
            + folder
            + "] no end-of-sequence token is named; give eos_token in tokenizer_config.json or"
            + " eos_token_id in config.json");
  }
}
