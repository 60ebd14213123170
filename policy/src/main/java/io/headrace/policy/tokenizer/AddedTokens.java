package io.headrace.policy.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.pipeline.json.JsonFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adds tokens of {@code tokenizer_config.json} to those of {@code tokenizer.json} as transformers 5
 * does: each of its {@code added_tokens_decoder}, and each special token that it names and that is
 * in the vocabulary. Text is split at added tokens first.
 *
 * <p>{@code add_bos_token} and {@code add_eos_token} are ignored, as in transformers 5 when there
 * is a {@code tokenizer.json}, whose template defines the tokens around a prompt.
 */
final class AddedTokens {

  private static final String ADDED = "added_tokens";
  private static final String DECODER = "added_tokens_decoder";
  private static final List<String> NAMED =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");
  private static final List<String> LISTED =
      List.of("additional_special_tokens", "extra_special_tokens");
  private static final List<String> FLAGS =
      List.of("single_word", "lstrip", "rstrip", "normalized");

  private final Map<String, Integer> vocabulary;
  private final Set<String> known = new HashSet<>();
  private final List<ObjectNode> entries = new ArrayList<>();

  private AddedTokens(Map<String, Integer> vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * The content of {@code tokenizer.json} with all added tokens.
   *
   * @param vocabulary ids of all its tokens by their text
   * @param named files that name special tokens by their text
   * @return the given content if there are no tokens to add
   */
  static JsonNode merged(
      JsonFields tokenizer, Map<String, Integer> vocabulary, List<JsonFields> named) {
    AddedTokens added = new AddedTokens(vocabulary);
    tokenizer.objects(ADDED).forEach(token -> added.known.add(token.requiredText("content")));
    for (JsonFields file : named) {
      added.addDecoder(file.object(DECODER));
      NAMED.forEach(key -> SpecialTokens.text(file, key).ifPresent(added::addNamed));
      LISTED.forEach(key -> added.addListed(file.json().path(key)));
    }
    if (added.entries.isEmpty()) {
      return tokenizer.json();
    }
    ObjectNode root = tokenizer.json().deepCopy();
    root.withArray(ADDED).addAll(added.entries);
    return root;
  }

  private void addDecoder(JsonFields decoder) {
    List<String> ids = new ArrayList<>();
    decoder.json().fieldNames().forEachRemaining(ids::add);
    ids.sort(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    for (String id : ids) {
      JsonFields token = decoder.object(id);
      ObjectNode entry = entry(token.requiredText("content"), token.flag("special"));
      FLAGS.forEach(flag -> entry.put(flag, token.flag(flag)));
      add(entry);
    }
  }

  private void addListed(JsonNode tokens) {
    for (JsonNode token : tokens) {
      String text = token.isObject() ? token.path("content").textValue() : token.textValue();
      if (text != null) {
        addNamed(text);
      }
    }
  }

  /** Adds a named token of the vocabulary; the id of another may exceed the embedding. */
  private void addNamed(String text) {
    if (vocabulary.containsKey(text)) {
      ObjectNode entry = entry(text, true);
      FLAGS.forEach(flag -> entry.put(flag, false));
      add(entry);
    }
  }

  private void add(ObjectNode entry) {
    if (known.add(entry.path("content").textValue())) {
      entries.add(entry);
    }
  }

  /** An entry; a token of the vocabulary keeps its id, another gets the next free one. */
  private ObjectNode entry(String text, boolean special) {
    Integer id = vocabulary.get(text);
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", id != null ? id : next())
        .put("content", text)
        .put("special", special);
  }

  private int next() {
    int last = vocabulary.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
    return 1
        + entries.stream().mapToInt(entry -> entry.path("id").intValue()).reduce(last, Math::max);
  }
}
