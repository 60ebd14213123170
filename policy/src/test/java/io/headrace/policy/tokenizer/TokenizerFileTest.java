package io.headrace.policy.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    // Then it merges, puts the BOS before prompts only, and knows both ends
    assertThat(tokenizer.encode("abc")).containsExactly(3, 2);
    assertThat(tokenizer.encodePrompt("abc")).containsExactly(4, 3, 2);
    assertThat(tokenizer.decode(new int[] {4, 3, 2, 5})).isEqualTo("abc");
    assertThat(tokenizer.eosId()).isEqualTo(5);
    assertThat(tokenizer.bosId()).hasValue(4);
    assertThat(tokenizer.padId()).isEqualTo(5);
    assertThat(tokenizer.endIds()).containsExactly(2, 5);
    assertThat(tokenizer.vocabularySize()).isEqualTo(6);
    assertThat(tokenizer.files()).containsOnlyKeys("tokenizer.json", "tokenizer_config.json");
  }

  @Test
  void saysWhatATokenizerLacks() throws IOException {
    assertThatThrownBy(() -> TokenizerFile.open(folder))
        .hasMessageContaining("there is no such file");
    write("tokenizer.json", "{\"model\":");
    assertThatThrownBy(() -> TokenizerFile.open(folder)).hasMessageContaining("not a JSON object");
    write("tokenizer.json", "{\"model\":{\"type\":\"BPE\"}}");
    write("config.json", "{\"eos_token_id\":5}");
    assertThatThrownBy(() -> TokenizerFile.open(folder)).hasMessageContaining("refuses it");
    Files.delete(folder.resolve("config.json"));
    write("tokenizer.json", BYTE_PAIRS);
    assertThatThrownBy(() -> TokenizerFile.open(folder))
        .hasMessageContaining("no end-of-sequence token is named");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
