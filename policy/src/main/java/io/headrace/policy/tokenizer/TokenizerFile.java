package io.headrace.policy.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.pipeline.json.JsonFields;
import io.headrace.policy.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the tokenizer of a model folder: {@code tokenizer.json} and the files beside it. */
public final class TokenizerFile {

  /** Name of the file that every fast Hugging Face tokenizer has. */
  public static final String TOKENIZER = "tokenizer.json";

  /** Name of the file that says which tokens are special. */
  public static final String TOKENIZER_CONFIG = "tokenizer_config.json";

  /** Name of the file that says how a model is sampled, and which tokens end a response. */
  public static final String GENERATION_CONFIG = "generation_config.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private TokenizerFile() {}

  /**
   * Opens the tokenizer in a folder.
   *
   * @throws ModelFormatException if there is none, if it is no JSON, or if it names no
   *     end-of-sequence token
   */
  public static Tokenizer open(Path folder) {
    Path file = folder.resolve(TOKENIZER);
    if (!Files.isRegularFile(file)) {
      throw new ModelFormatException(
          "[tokenizer="
              + file
              + (Files.notExists(file) || Files.exists(file)
                  ? "] there is no such file; put the tokenizer.json of the model beside its"
                      + " config.json"
                  : "] it can't be reached; give this user the permission to, or mend the link that"
                      + " leads there"));
    }
    Optional<CharacterTokenizer> characters = CharacterTokenizerFiles.read(fields(file));
    return characters.isPresent() ? characters.get() : LibraryTokenizer.open(folder);
  }

  /** The fields of one of the files; their faults name it. */
  static JsonFields fields(Path file) {
    return fields(file, json(file));
  }

  /** The fields of what is taken for a file's content. */
  static JsonFields fields(Path file, JsonNode content) {
    return JsonFields.of(
        content, problem -> new ModelFormatException("[tokenizer=" + file + "] " + problem));
  }

  private static JsonNode json(Path file) {
    try {
      JsonNode root = JSON.readTree(file.toFile());
      if (root.isObject()) {
        return root;
      }
    } catch (JsonProcessingException e) {
      throw new ModelFormatException(notAnObject(file), e);
    } catch (IOException e) {
      throw new ModelFormatException(
          "[tokenizer=" + file + "] it can't be read; give this user the permission to", e);
    }
    throw new ModelFormatException(notAnObject(file));
  }

  private static String notAnObject(Path file) {
    return "[tokenizer=" + file + "] it is not a JSON object; copy it again from where it came";
  }
}
