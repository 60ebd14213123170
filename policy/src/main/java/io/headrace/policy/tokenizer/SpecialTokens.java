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

  static SpecialTokens read(Path folder, Map<String, Integer> ids) {
    Optional<JsonNode> named = optional(folder.resolve(TokenizerFile.TOKENIZER_CONFIG));
    List<JsonNode> numbered =
        List.of("generation_config.json", "config.json").stream()
            .flatMap(name -> optional(folder.resolve(name)).stream())
            .toList();
    var ends = new TreeSet<Integer>();
    numbered.forEach(file -> ends.addAll(ids(file.path("eos_token_id"))));
    int eos = token(named, numbered, ids, "eos").orElseThrow(() -> noEnd(folder));
    ends.add(eos);
    return new SpecialTokens(
        eos, ends, token(named, numbered, ids, "bos"), token(named, numbered, ids, "pad"));
  }

  private static OptionalInt token(
      Optional<JsonNode> named, List<JsonNode> numbered, Map<String, Integer> ids, String role) {
    Integer byText = named.map(file -> ids.get(text(file.path(role + "_token")))).orElse(null);
    if (byText != null) {
      return OptionalInt.of(byText);
    }
    return numbered.stream()
        .flatMap(file -> ids(file.path(role + "_token_id")).stream())
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  /** A token's text stands alone or in an object with its flags. */
  private static String text(JsonNode token) {
    return token.isObject() ? token.path("content").asText() : token.asText();
  }

  private static List<Integer> ids(JsonNode value) {
    if (value.isArray()) {
      return value.valueStream().map(JsonNode::asInt).toList();
    }
    return value.isInt() ? List.of(value.asInt()) : List.of();
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
