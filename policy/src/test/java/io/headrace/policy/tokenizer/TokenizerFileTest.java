package io.headrace.policy.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.headrace.policy.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class TokenizerFileTest {

  /** A byte-pair tokenizer of four tokens with a template that puts a BOS before a prompt. */
  private static final String BYTE_PAIRS =
      """
      {"version":"1.0","truncation":null,"padding":null,
       "added_tokens":[
         {"id":4,"content":"<s>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true},
         {"id":5,"content":"</s>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}],
       "normalizer":null,"pre_tokenizer":null,
       "post_processor":{"type":"TemplateProcessing",
         "single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],
         "pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":1}}],
         "special_tokens":{"<s>":{"id":"<s>","ids":[4],"tokens":["<s>"]}}},
       "decoder":{"type":"Fuse"},
       "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,
         "end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,
         "vocab":{"a":0,"b":1,"c":2,"ab":3},"merges":[["a","b"]]}}
      """;

  @TempDir private Path folder;

  @Test
  void anyOtherTokenizerRunsInTheLibrary() throws IOException {
    // Given a byte-pair tokenizer with its special tokens
    write("tokenizer.json", BYTE_PAIRS);
    write("tokenizer_config.json", "{\"eos_token\":{\"content\":\"</s>\"},\"bos_token\":\"<s>\"}");
    write("generation_config.json", "{\"eos_token_id\":[5,2]}");

    // When it is opened
    Tokenizer tokenizer = TokenizerFile.open(folder);

    // Then it merges, puts the BOS before prompts only, and has both ends
    assertThat(tokenizer.encode("abc")).containsExactly(3, 2);
    assertThat(tokenizer.encodePrompt("abc")).containsExactly(4, 3, 2);
    assertThat(tokenizer.decode(new int[] {4, 3, 2, 5})).isEqualTo("abc");
    assertThat(tokenizer.eosId()).isEqualTo(5);
    assertThat(tokenizer.bosId()).hasValue(4);
    assertThat(tokenizer.padId()).isEqualTo(5);
    assertThat(tokenizer.endIds()).containsExactly(2, 5);
    assertThat(tokenizer.vocabularySize()).isEqualTo(6);
    assertThat(tokenizer.files())
        .containsOnlyKeys("tokenizer.json", "tokenizer_config.json", "generation_config.json");
  }

  @Test
  void reportsWhatATokenizerLacks() throws IOException {
    assertThatThrownBy(() -> TokenizerFile.open(folder))
        .hasMessageContaining("there is no such file");
    write("tokenizer.json", "{\"model\":");
    assertThatThrownBy(() -> TokenizerFile.open(folder)).hasMessageContaining("not a JSON object");
    write("tokenizer.json", "{\"model\":{\"type\":\"BPE\"}}");
    write("config.json", "{\"eos_token_id\":5}");
    assertThatThrownBy(() -> TokenizerFile.open(folder)).hasMessageContaining("rejects it");
    Files.delete(folder.resolve("config.json"));
    write("tokenizer.json", BYTE_PAIRS);
    assertThatThrownBy(() -> TokenizerFile.open(folder))
        .hasMessageContaining("no end-of-sequence token is named");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"x\"", "[\"a\"]", "1.5", "[2,true]", "{}", "99999999999"})
  void anEndThatIsNotAnIdIsRejected(String value) throws IOException {
    // Given a tokenizer whose config.json names an end, and another in generation_config.json
    write("tokenizer.json", BYTE_PAIRS);
    write("config.json", "{\"eos_token_id\":5}");
    write("generation_config.json", "{\"eos_token_id\":%s}".formatted(value));

    // When it is opened, Then file, key and value are named
    assertThatThrownBy(() -> TokenizerFile.open(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "[tokenizer=%s] eos_token_id must be a whole number or a list of them, not %s; correct the file"
                .formatted(folder.resolve("generation_config.json"), value));
  }

  @Test
  void minusOneMeansNoPadding() throws IOException {
    // Given a folder as old checkpoints are
    write("tokenizer.json", BYTE_PAIRS);
    write("config.json", "{\"eos_token_id\":5,\"pad_token_id\":-1,\"bos_token_id\":-1}");

    // When it is opened
    Tokenizer tokenizer = TokenizerFile.open(folder);

    // Then the end is its padding token
    assertThat(tokenizer.padId()).isEqualTo(5);
    assertThat(tokenizer.bosId()).isEmpty();
  }

  @Test
  void aPromptHasOneBosAndNoEndAndRemovalsAreLoggedOnce() throws IOException {
    // Given a tokenizer whose template puts a BOS before a prompt and an end after it
    write(
        "tokenizer.json",
        BYTE_PAIRS
            .replace(
                "{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}],\n",
                "{\"Sequence\":{\"id\":\"A\",\"type_id\":0}},{\"SpecialToken\":{\"id\":\"</s>\",\"type_id\":0}}],\n")
            .replace(
                "\"special_tokens\":{",
                "\"special_tokens\":{\"</s>\":{\"id\":\"</s>\",\"ids\":[5],\"tokens\":[\"</s>\"]},"));
    write("tokenizer_config.json", "{\"eos_token\":\"</s>\",\"bos_token\":\"<s>\"}");
    Logger logger = (Logger) LoggerFactory.getLogger(PromptWarnings.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    logger.addAppender(said);
    logger.setLevel(Level.WARN);
    try {
      // When prompts are encoded, by the tokenizer opened twice
      for (int time = 0; time < 2; time++) {
        Tokenizer tokenizer = TokenizerFile.open(folder);
        assertThat(tokenizer.encodePrompt("abc")).containsExactly(4, 3, 2);
        assertThat(tokenizer.encodePrompt("<s>abc")).containsExactly(4, 3, 2);
        assertThat(tokenizer.encodePrompt("abc</s>c")).containsExactly(4, 3, 2, 5, 2);
      }
    } finally {
      logger.detachAppender(said);
      logger.setLevel(null);
    }

    // Then each removal was logged once, with the file
    assertThat(said.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .satisfiesExactly(
            end ->
                assertThat(end)
                    .startsWith(
                        "[tokenizer=" + folder.resolve("tokenizer.json") + " prompt='abc'] ")
                    .contains("the tokenizer adds an end-of-sequence token after every prompt"),
            begin ->
                assertThat(begin)
                    .startsWith(
                        "[tokenizer=" + folder.resolve("tokenizer.json") + " prompt='<s>abc'] ")
                    .contains("only one is kept"));
  }

  @Test
  void tokensThatTheConfigurationAddsAreTokens() throws IOException {
    // Given a configuration that makes "ab" special, adds two tokens, and names an unknown one
    write("tokenizer.json", BYTE_PAIRS);
    write(
        "tokenizer_config.json",
        """
        {"eos_token":"</s>","pad_token":"<pad>","add_bos_token":false,"add_eos_token":true,
         "added_tokens_decoder":{
           "10":{"content":"<y>","special":false},
           "3":{"content":"ab","special":true},
           "9":{"content":"<x>","special":true,"normalized":false}}}
        """);

    // When it is opened
    Tokenizer tokenizer = TokenizerFile.open(folder);

    // Then they have the ids that transformers 5 gives them, and the template is unchanged
    assertThat(tokenizer.encodePrompt("ab<x>c<y>")).containsExactly(4, 3, 6, 2, 7);
    assertThat(tokenizer.decode(new int[] {3, 6, 2, 7})).isEqualTo("c<y>");
    assertThat(tokenizer.decodeWithSpecial(new int[] {3, 6, 2, 7}, 0, 4)).isEqualTo("ab<x>c<y>");
    assertThat(tokenizer.specialTokens())
        .containsOnly(
            Map.entry("<s>", 4), Map.entry("</s>", 5), Map.entry("ab", 3), Map.entry("<x>", 6));
    assertThat(tokenizer.vocabularySize()).isEqualTo(8);
    assertThat(tokenizer.files().get("tokenizer.json"))
        .isEqualTo(Files.readAllBytes(folder.resolve("tokenizer.json")));
  }

  /** The byte-pair tokenizer with the word null among its tokens. */
  private static String withTheWordNull() {
    return BYTE_PAIRS.replace("\"ab\":3", "\"ab\":3,\"null\":6");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{\"content\":null}"})
  void nullIsNoTokenThoughTheVocabularyHasTheWord(String token) throws IOException {
    // Given a tokenizer with the word null, and files that have null for each special token
    write("tokenizer.json", withTheWordNull());
    write(
        "tokenizer_config.json",
        "{\"bos_token\":%1$s,\"eos_token\":%1$s,\"pad_token\":%1$s}".formatted(token));
    write("special_tokens_map.json", "{\"bos_token\":%1$s}".formatted(token));
    write("config.json", "{\"eos_token_id\":5,\"bos_token_id\":null}");

    // When it is opened
    Tokenizer tokenizer = TokenizerFile.open(folder);

    // Then there is no BOS, no own padding, and the word ends no response
    assertThat(tokenizer.bosId()).isEmpty();
    assertThat(tokenizer.eosId()).isEqualTo(5);
    assertThat(tokenizer.endIds()).containsExactly(5);
    assertThat(tokenizer.padId()).isEqualTo(5);
  }

  @Test
  void theMapOfSpecialTokensCountsWhereTheConfigurationListsNoAddedTokens() throws IOException {
    // Given a folder as older tools saved it: the ends are in special_tokens_map.json alone
    write("tokenizer.json", BYTE_PAIRS);
    write("tokenizer_config.json", "{\"model_max_length\":512}");
    write(
        "special_tokens_map.json", "{\"eos_token\":{\"content\":\"</s>\"},\"bos_token\":\"<s>\"}");

    // When it is opened, Then they are known
    assertThat(TokenizerFile.open(folder).eosId()).isEqualTo(5);
    assertThat(TokenizerFile.open(folder).bosId()).hasValue(4);
    write("tokenizer_config.json", "{\"added_tokens_decoder\":{},\"eos_token\":\"ab\"}");
    assertThat(TokenizerFile.open(folder).eosId()).isEqualTo(3);
    assertThat(TokenizerFile.open(folder).bosId()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"ab\":3 | \"ab\":null | model.vocab.ab is missing; give it as a whole number",
        "\"ab\":3 | \"ab\":\"3\" | model.vocab.ab must be a whole number, not \"3\"; correct the"
            + " file",
        "\"content\":\"<s>\" | \"content\":null | added_tokens[0].content is missing; give it as a"
            + " text",
        "{\"id\":5 | {\"id\":null | added_tokens[1].id is missing; give it as a whole number",
      })
  void aTokenWithoutTextOrIdIsRejected(String good, String bad, String problem) throws IOException {
    // Given a tokenizer whose vocabulary has null in it
    write("tokenizer.json", BYTE_PAIRS.replace(good, bad));
    write("config.json", "{\"eos_token_id\":5}");

    // When it is opened, Then file and field are named
    assertThatThrownBy(() -> TokenizerFile.open(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("[tokenizer=%s] %s", folder.resolve("tokenizer.json"), problem);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
