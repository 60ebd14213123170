package io.headrace.policy.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.headrace.pipeline.json.JsonFields;
import io.headrace.policy.ModelFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A tokenizer of any {@code tokenizer.json}, run by the Hugging Face library through DJL.
 *
 * <p>The native tokenizer is never closed, since a run opens one and keeps it. Safe for all
 * threads: the library only reads its state.
 */
final class LibraryTokenizer implements Tokenizer {

  /** Files of a folder that define its tokens and those that end a response. */
  private static final List<String> FILES =
      List.of(
          TokenizerFile.TOKENIZER,
          TokenizerFile.TOKENIZER_CONFIG,
          TokenizerFile.GENERATION_CONFIG,
          SpecialTokens.SPECIAL_TOKENS_MAP,
          "added_tokens.json",
          "chat_template.jinja");

  private static final Map<String, String> OPTIONS =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  static {
    // Disables DJL's usage reports over the network.
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private final HuggingFaceTokenizer library;
  private final SpecialTokens special;
  private final Map<String, Integer> silent;
  private final int vocabularySize;
  private final Map<String, byte[]> files;
  private final PromptWarnings warnings;

  private LibraryTokenizer(
      HuggingFaceTokenizer library,
      SpecialTokens special,
      Map<String, Integer> silent,
      int vocabularySize,
      Map<String, byte[]> files,
      PromptWarnings warnings) {
    this.library = library;
    this.special = special;
    this.silent = silent;
    this.vocabularySize = vocabularySize;
    this.files = files;
    this.warnings = warnings;
  }

  static LibraryTokenizer open(Path folder) {
    Path file = folder.resolve(TokenizerFile.TOKENIZER);
    JsonFields stated = TokenizerFile.fields(file);
    List<JsonFields> named = SpecialTokens.named(folder);
    JsonFields all =
        TokenizerFile.fields(file, AddedTokens.merged(stated, VocabularyIds.of(stated), named));
    Map<String, Integer> ids = VocabularyIds.of(all);
    SpecialTokens special = SpecialTokens.read(folder, named, ids);
    int size = ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    byte[] json = all.json().toString().getBytes(StandardCharsets.UTF_8);
    return new LibraryTokenizer(
        library(file, json),
        special,
        silent(all),
        size,
        contents(folder),
        PromptWarnings.of(file, json));
  }

  /** The special tokens among the added tokens, which decoding omits. */
  private static Map<String, Integer> silent(JsonFields tokenizer) {
    return tokenizer.objects("added_tokens").stream()
        .filter(token -> token.flag("special"))
        .collect(
            Collectors.toUnmodifiableMap(
                token -> token.requiredText("content"),
                token -> token.integer("id"),
                (_, last) -> last));
  }

  private static HuggingFaceTokenizer library(Path file, byte[] json) {
    try {
      return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), OPTIONS);
    } catch (IOException | RuntimeException e) {
      throw new ModelFormatException(
          "[tokenizer="
              + file
              + "] the Hugging Face library rejects it ("
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
    Encoding encoding = library.encode(text, true, false);
    EncodedPrompt prompt =
        EncodedPrompt.of(
            ints(encoding.getIds()), encoding.getSpecialTokenMask(), special.ends()::contains);
    warnings.about(prompt, text);
    return prompt.ids();
  }

  @Override
  public String decode(int[] ids, int from, int to) {
    return library.decode(longs(ids, from, to), true);
  }

  @Override
  public String decodeWithSpecial(int[] ids, int from, int to) {
    return library.decode(longs(ids, from, to), false);
  }

  @Override
  public Map<String, Integer> specialTokens() {
    return silent;
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

  private static long[] longs(int[] ids, int from, int to) {
    return Arrays.stream(ids, from, to).asLongStream().toArray();
  }

  private static int[] ints(long[] ids) {
    return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
  }
}
