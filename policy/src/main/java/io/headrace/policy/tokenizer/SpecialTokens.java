package io.headrace.policy.tokenizer;

import io.headrace.pipeline.files.UserFile;
import io.headrace.pipeline.json.JsonFields;
import io.headrace.policy.ModelFormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The special tokens of a model folder. A token that is null in a file counts as absent.
 *
 * <p>The end-of-sequence token is defined, in order of precedence, by its text in {@code
 * tokenizer_config.json}, by its id in {@code generation_config.json} or by its id in {@code
 * config.json}. All ids of {@code generation_config.json} end a response: chat models have several.
 * As in transformers 5, {@code special_tokens_map.json} counts where {@code tokenizer_config.json}
 * has no {@code added_tokens_decoder}.
 */
record SpecialTokens(int eos, Set<Integer> ends, OptionalInt bos, OptionalInt pad) {

  static final String SPECIAL_TOKENS_MAP = "special_tokens_map.json";

  SpecialTokens {
    ends = Set.copyOf(ends);
  }

  /**
   * Reads the files of a folder.
   *
   * @param named files that give tokens by their text
   * @param ids ids of all tokens by their text
   */
  static SpecialTokens read(Path folder, List<JsonFields> named, Map<String, Integer> ids) {
    List<JsonFields> numbered =
        Stream.of(TokenizerFile.GENERATION_CONFIG, "config.json")
            .flatMap(name -> optional(folder.resolve(name)).stream())
            .toList();
    var ends = new TreeSet<Integer>();
    numbered.forEach(file -> ends.addAll(file.integers("eos_token_id")));
    int eos = token(named, numbered, ids, "eos").orElseThrow(() -> noEnd(folder));
    ends.add(eos);
    return new SpecialTokens(
        eos, ends, token(named, numbered, ids, "bos"), token(named, numbered, ids, "pad"));
  }

  /** The files that give tokens by their text, in order of precedence. */
  static List<JsonFields> named(Path folder) {
    var files = new ArrayList<JsonFields>();
    Optional<JsonFields> config = optional(folder.resolve(TokenizerFile.TOKENIZER_CONFIG));
    if (config.isEmpty() || !config.get().has("added_tokens_decoder")) {
      optional(folder.resolve(SPECIAL_TOKENS_MAP)).ifPresent(files::add);
    }
    config.ifPresent(files::add);
    return files;
  }

  private static OptionalInt token(
      List<JsonFields> named, List<JsonFields> numbered, Map<String, Integer> ids, String role) {
    Optional<Integer> byText =
        named.stream()
            .flatMap(file -> text(file, role + "_token").stream())
            .findFirst()
            .flatMap(text -> Optional.ofNullable(ids.get(text)));
    if (byText.isPresent()) {
      return OptionalInt.of(byText.get());
    }
    return numbered.stream()
        .flatMap(file -> file.integers(role + "_token_id").stream())
        .filter(id -> id >= 0) // Old folders have -1 for none.
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  /** A token's text, which is the value itself or in an object with its flags. */
  static Optional<String> text(JsonFields file, String key) {
    boolean object = file.field(key).filter(token -> token.isObject()).isPresent();
    return object ? file.object(key).text("content") : file.text(key);
  }

  private static Optional<JsonFields> optional(Path file) {
    return UserFile.isNamed(file) ? Optional.of(TokenizerFile.fields(file)) : Optional.empty();
  }

  private static ModelFormatException noEnd(Path folder) {
    return new ModelFormatException(
        "[tokenizer="
            + folder
            + "] no end-of-sequence token is named; give eos_token in tokenizer_config.json or"
            + " eos_token_id in config.json");
  }
}
