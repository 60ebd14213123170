package io.headrace.policy.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import io.headrace.pipeline.json.JsonFields;
import java.util.HashMap;
import java.util.Map;

/** The ids of all tokens in a {@code tokenizer.json}; DJL's binding does not list them. */
final class VocabularyIds {

  private static final String VOCABULARY = "vocab";

  private VocabularyIds() {}

  /**
   * Ids by token text; BPE, WordPiece and WordLevel keep an object, Unigram a list of pairs.
   *
   * @throws io.headrace.policy.ModelFormatException if a token has no text or no id
   */
  static Map<String, Integer> of(JsonFields tokenizer) {
    JsonFields model = tokenizer.object("model");
    boolean pairs = model.field(VOCABULARY).filter(JsonNode::isArray).isPresent();
    var ids = new HashMap<>(pairs ? ofPairs(model) : ofObject(model.object(VOCABULARY)));
    for (JsonFields added : tokenizer.objects("added_tokens")) {
      ids.put(added.requiredText("content"), added.integer("id"));
    }
    return Map.copyOf(ids);
  }

  /** Ids by token text of a vocabulary that is an object. */
  static Map<String, Integer> ofObject(JsonFields vocabulary) {
    var ids = new HashMap<String, Integer>();
    vocabulary
        .json()
        .fieldNames()
        .forEachRemaining(token -> ids.put(token, vocabulary.integer(token)));
    return ids;
  }

  private static Map<String, Integer> ofPairs(JsonFields model) {
    var ids = new HashMap<String, Integer>();
    for (JsonNode pair : model.json().path(VOCABULARY)) {
      if (!pair.path(0).isTextual()) {
        throw model.fault(
            VOCABULARY + "[" + ids.size() + "]",
            "must be a token's text and its score, not " + pair + JsonFields.CORRECT);
      }
      ids.put(pair.get(0).textValue(), ids.size());
    }
    return ids;
  }
}
