package io.headrace.policy.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** The ids of all tokens in a {@code tokenizer.json}; DJL's binding does not list them. */
final class VocabularyIds {

  private VocabularyIds() {}

  /** Ids by token text; BPE, WordPiece and WordLevel keep an object, Unigram a list of pairs. */
  static Map<String, Integer> of(JsonNode tokenizer) {
    var ids = new HashMap<String, Integer>();
    JsonNode vocabulary = tokenizer.path("model").path("vocab");
    if (vocabulary.isArray()) {
      for (int id = 0; id < vocabulary.size(); id++) {
        ids.put(vocabulary.get(id).path(0).asText(), id);
      }
    } else {
      vocabulary.properties().forEach(token -> ids.put(token.getKey(), token.getValue().asInt()));
    }
    for (JsonNode added : tokenizer.path("added_tokens")) {
      ids.put(added.path("content").asText(), added.path("id").asInt());
    }
    return Map.copyOf(ids);
  }
}
