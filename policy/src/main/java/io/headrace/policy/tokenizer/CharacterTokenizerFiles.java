package io.headrace.policy.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.pipeline.json.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Converts the character tokenizer to and from Hugging Face's files. */
final class CharacterTokenizerFiles {

  /** Any character, including line breaks. */
  private static final String ANY_CHARACTER = "[\\s\\S]";

  private static final ObjectMapper JSON = new ObjectMapper();

  private CharacterTokenizerFiles() {}

  static Map<String, byte[]> write(CharacterTokenizer tokenizer) {
    return Map.of(
        TokenizerFile.TOKENIZER, bytes(tokenizerJson(tokenizer)),
        TokenizerFile.TOKENIZER_CONFIG, bytes(tokenizerConfig()));
  }

  private static ObjectNode tokenizerJson(CharacterTokenizer tokenizer) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", "1.0").putNull("truncation").putNull("padding");
    int added = 2 + tokenizer.words().size();
    for (int id = 0; id < added; id++) {
      root.withArray("added_tokens")
          .addObject()
          .put("id", id)
          .put("content", tokenizer.tokens().get(id))
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", id < 2);
    }
    root.putNull("normalizer");
    ObjectNode split = root.putObject("pre_tokenizer").put("type", "Split");
    split.putObject("pattern").put("Regex", ANY_CHARACTER);
    split.put("behavior", "Isolated").put("invert", false);
    root.putNull("post_processor");
    root.putObject("decoder").put("type", "Fuse");
    ObjectNode model = root.putObject("model").put("type", "WordLevel");
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < tokenizer.vocabularySize(); id++) {
      vocabulary.put(tokenizer.tokens().get(id), id);
    }
    model.put("unk_token", "<unk>");
    return root;
  }

  private static ObjectNode tokenizerConfig() {
    return JSON.createObjectNode()
        .put("tokenizer_class", "PreTrainedTokenizerFast")
        .put("eos_token", CharacterTokenizer.EOS)
        .put("pad_token", CharacterTokenizer.PAD)
        .put("clean_up_tokenization_spaces", false);
  }

  /**
   * The character tokenizer of a {@code tokenizer.json}; empty when the file describes another
   * kind.
   */
  static Optional<CharacterTokenizer> read(JsonFields root) {
    if (!isCharacters(root)) {
      return Optional.empty();
    }
    List<String> tokens = tokensById(root.object("model").object("vocab"));
    var words = new ArrayList<String>();
    var alphabet = new StringBuilder();
    for (String token : tokens.subList(Math.min(2, tokens.size()), tokens.size())) {
      if (token.codePointCount(0, token.length()) > 1) {
        words.add(token);
      } else {
        alphabet.append(token);
      }
    }
    CharacterTokenizer tokenizer = CharacterTokenizer.of(alphabet.toString(), words);
    return tokenizer.tokens().equals(tokens) ? Optional.of(tokenizer) : Optional.empty();
  }

  private static boolean isCharacters(JsonFields root) {
    JsonNode split = root.json().path("pre_tokenizer");
    return isText(root.json().path("model").path("type"), "WordLevel")
        && isText(split.path("type"), "Split")
        && isText(split.path("pattern").path("Regex"), ANY_CHARACTER)
        && isText(root.json().path("decoder").path("type"), "Fuse");
  }

  private static boolean isText(JsonNode node, String text) {
    return text.equals(node.textValue());
  }

  private static List<String> tokensById(JsonFields vocabulary) {
    var byId = new TreeMap<Integer, String>();
    VocabularyIds.ofObject(vocabulary).forEach((token, id) -> byId.put(id, token));
    return List.copyOf(byId.values());
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can't be written", e);
    }
  }
}
