package io.headrace.console.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenTextsTest {
  private static List<String> texts(String json, Integer... ids) {
    return TokenTexts.parse(json).orElseThrow().texts(List.of(ids));
  }

  @Test
  void readsByteLevelPieces() {
    // Given a byte-level vocabulary with an encoded space and a single byte of a longer character
    String json =
        """
        {"model":{"vocab":{"Ġten":1,"Ċ":2,"â":3}},"decoder":{"type":"ByteLevel"},
         "added_tokens":[{"id":0,"content":"<eos>"}]}
        """;
    // When tokens are shown, an unknown one among them
    List<String> texts = texts(json, 1, 2, 3, 0, 9);
    // Then text is decoded, and other bytes and ids are marked
    assertThat(texts).containsExactly(" ten", "\n", "⟨E2⟩", "<eos>", "⟨9⟩");
  }

  @Test
  void readsSentencePiecePieces() {
    // Given a unigram vocabulary
    String json = "{\"model\":{\"vocab\":[[\"▁ten\",-1.0],[\"<0x0A>\",0.0]]}}";
    // When tokens are shown
    List<String> texts = texts(json, 0, 1);
    // Then the markers are decoded
    assertThat(texts).containsExactly(" ten", "\n");
  }

  @Test
  void skipsNullTokens() {
    // Given a vocabulary with null for a text and for ids
    String json =
        """
        {"model":{"vocab":[["a",-1.0],[null,0.0]]},
         "added_tokens":[{"id":0,"content":null},{"id":null,"content":"<eos>"}]}
        """;
    // When tokens are shown, Then none is shown as null or as another token
    assertThat(texts(json, 0, 1)).containsExactly("a", "⟨1⟩");
  }

  @Test
  void isEmptyForAFileThatIsNotATokenizer() {
    assertThat(TokenTexts.parse("not JSON")).isEmpty();
    assertThat(TokenTexts.parse("{}")).isEmpty();
  }
}
