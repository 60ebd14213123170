package io.headrace.policy.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.pipeline.files.FileForm;
import io.headrace.pipeline.files.UnusableFileException;
import io.headrace.pipeline.files.UserFile;
import io.headrace.pipeline.json.JsonFields;
import io.headrace.policy.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens the tokenizer of a model folder: {@code tokenizer.json} and the files beside it. */
public final class TokenizerFile {

  /** Name of the file with the vocabulary and rules of a Hugging Face tokenizer. */
  public static final String TOKENIZER = "tokenizer.json";

  /** Name of the file with the special tokens. */
  public static final String TOKENIZER_CONFIG = "tokenizer_config.json";

  /** Name of the file with sampling parameters and the tokens that end a response. */
  public static final String GENERATION_CONFIG = "generation_config.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private TokenizerFile() {}

  /**
   * Opens the tokenizer in a folder.
   *
   * @throws ModelFormatException if there is none, if it is not JSON, or if it has no
   *     end-of-sequence token
   */
  public static Tokenizer open(Path folder) {
    Path file = folder.resolve(TOKENIZER);
    Optional<CharacterTokenizer> characters = CharacterTokenizerFiles.read(fields(file));
    return characters.isPresent() ? characters.get() : LibraryTokenizer.open(folder);
  }

  /** The fields of a file; exceptions about them name the file. */
  static JsonFields fields(Path file) {
    return fields(file, json(file));
  }

  /** The fields of a content that replaces the file's own. */
  static JsonFields fields(Path file, JsonNode content) {
    return JsonFields.of(
        content, problem -> new ModelFormatException("[tokenizer=" + file + "] " + problem));
  }

  private static JsonNode json(Path file) {
    try (InputStream in = UserFile.open(file, FileForm.JSON)) {
      JsonNode root = JSON.readTree(in);
      if (root.isObject()) {
        return root;
      }
      String found = root.isMissingNode() ? "it is empty" : "it is not a JSON object";
      throw fault(file, found + "; copy it again from its source", null);
    } catch (UnusableFileException e) {
      throw fault(file, e.clause(), e);
    } catch (NoSuchFileException e) {
      throw fault(file, "there is no such file; " + remedy(file), e);
    } catch (JsonProcessingException e) {
      throw fault(file, "it is not a JSON object; copy it again from its source", e);
    } catch (IOException e) {
      throw fault(
          file,
          Files.isRegularFile(file)
              ? "it can't be read; give this user the permission to"
              : "it can't be reached; give this user the permission to, or mend the link that leads"
                  + " there",
          e);
    }
  }

  /** What to do when the file is missing; a folder may have a tokenizer in an older format. */
  private static String remedy(Path file) {
    return Stream.of("tokenizer.model", "vocab.json", "vocab.txt")
        .filter(older -> UserFile.isNamed(file.resolveSibling(older)))
        .findFirst()
        .map(older -> "save the tokenizer with transformers, which makes it of " + older)
        .orElse("put the tokenizer.json of the model beside its config.json");
  }

  private static ModelFormatException fault(
      Path file, String problem, @Nullable IOException cause) {
    String message = "[tokenizer=" + file + "] " + problem;
    return cause == null
        ? new ModelFormatException(message)
        : new ModelFormatException(message, cause);
  }
}
