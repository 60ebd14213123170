package io.headrace.policy.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.headrace.policy.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Any {@code tokenizer.json}, run by the Hugging Face library through DJL.
 *
 * <p>The native tokenizer lives as long as the process: a run opens one and keeps it. The library
 * locks nothing and only reads, so several threads may use it.
 */
final class LibraryTokenizer implements Tokenizer {

  /** Files of a folder that say what its tokens are and which of them end a response. */
  private static final List<String> FILES =
      List.of(
          TokenizerFile.TOKENIZER,
          TokenizerFile.TOKENIZER_CONFIG,
          TokenizerFile.GENERATION_CONFIG,
          SpecialTokens.SPECIAL_TOKENS_MAP,
          "added_tokens.json",
          "chat_template.jinja");

  static {
    // DJL reports its use to its makers unless told not to; a training run talks to nobody.
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private final HuggingFaceTokenizer library;
  private final SpecialTokens special;
  private final int vocabularySize;
  private final Map<String, byte[]> files;

  private LibraryTokenizer(
      HuggingFaceTokenizer library,
      SpecialTokens special,
      int vocabularySize,
      Map<String, byte[]> files) {
    this.library = library;
    this.special = special;
    this.vocabularySize = vocabularySize;
    this.files = files;
  }

  static LibraryTokenizer open(Path folder) {
    Path file = folder.resolve(TokenizerFile.TOKENIZER);
    Map<String, Integer> ids = VocabularyIds.of(TokenizerFile.fields(file));
    SpecialTokens special = SpecialTokens.read(folder, ids);
    int size = ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    return new LibraryTokenizer(library(file), special, size, contents(folder));
  }

  private static HuggingFaceTokenizer library(Path file) {
    try {
      return HuggingFaceTokenizer.builder()
          .optTokenizerPath(file)
          .optAddSpecialTokens(false)
          .optTruncation(false)
          .optPadding(false)
          .build();
    } catch (IOException | RuntimeException e) {
      throw new ModelFormatException(
          "[tokenizer="
              + file
              + "] the Hugging Face library refuses it ("
              + e.getMessage()
              + "); check that transformers opens it",
          e);
    }
  }

  private static Map<String, byte[]> contents(Path folder) {
    var contents = new LinkedHashMap<String, byte[]>();
    for (String name : FILES) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        try {
          contents.put(name, Files.readAllBytes(file));
        } catch (IOException e) {
          throw new ModelFormatException("[tokenizer=" + file + "] it can't be read", e);
        }
      }
    }
    return Map.copyOf(contents);
  }

  @Override
  public int[] encode(String text) {
    return ints(library.encode(text, false, false).getIds());
  }

  @Override
  public int[] encodePrompt(String text) {
    return ints(library.encode(text, true, false).getIds());
  }

  @Override
  public String decode(int[] ids, int from, int to) {
    long[] slice = Arrays.stream(ids, from, to).asLongStream().toArray();
    return library.decode(slice, true);
  }

  @Override
  public int eosId() {
    return special.eos();
  }

  @Override
  public int[] endIds() {
    return special.ends().stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  @Override
  public OptionalInt bosId() {
    return special.bos();
  }

  @Override
  public int padId() {
    return special.pad().orElse(special.eos());
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }

  @Override
  public Map<String, byte[]> files() {
    return files;
  }

  private static int[] ints(long[] ids) {
    return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
  }
}
