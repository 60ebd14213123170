package io.headrace.policy.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.policy.tokenizer.CharacterTokenizer;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopStringsTest {

  /** Padding is 0, the end of a sequence 1, then a, b and c. */
  private static final CharacterTokenizer TOKENIZER = CharacterTokenizer.of("abc", List.of());

  private static final int PAD = 0;
  private static final int EOS = 1;
  private static final int A = 2;
  private static final int B = 3;
  private static final int C = 4;

  @Test
  void textEndsAtTheTokenThatCompletesIt() {
    assertThat(firstEnd("bc", A, B, C, A)).isEqualTo(3);
    assertThat(firstEnd("cb", A, B, C, A)).isEqualTo(-1);
  }

  @Test
  void aSpecialTokenEndsByItsIdThoughItHasNoText() {
    assertThat(firstEnd(CharacterTokenizer.PAD, A, PAD, B)).isEqualTo(2);
    assertThat(firstEnd(CharacterTokenizer.PAD, A, B)).isEqualTo(-1);
  }

  @Test
  void aSpecialTokenInsideAStringCountsWithTheTextAroundIt() {
    assertThat(firstEnd("a<pad>b", C, A, PAD, B, C)).isEqualTo(4);
    assertThat(firstEnd("a<pad>b", A, B)).isEqualTo(-1);
    assertThat(firstEnd("a<pad>b", PAD, A, B)).isEqualTo(-1);
  }

  @Test
  void textIsFoundAcrossASpecialTokenAsItIsDecoded() {
    assertThat(firstEnd("ab", A, PAD, B)).isEqualTo(3);
  }

  @Test
  void anEndOfSequenceTokenIsNotAStopString() {
    // The end-of-sequence token ends the response with its own reason
    assertThat(firstEnd(CharacterTokenizer.EOS, A, EOS)).isEqualTo(-1);
  }

  @Test
  void textIsFoundAcrossTokensAndAcrossChunks() {
    // Given a text drawn in two chunks, with the stop string across their border
    CharacterTokenizer tokenizer = CharacterTokenizer.ascii();
    int[] tokens = tokenizer.encode("<think>abc</think>{}END!");
    var stops = new StopStrings(tokenizer, List.of("ND!", "}EN", "zzz"));

    // When each chunk is searched
    int inFirst = stops.firstEnd(tokens, 0, 8);
    int inSecond = stops.firstEnd(tokens, 8, tokens.length);

    // Then the earliest completed one is found, at the token that completes it
    assertThat(inFirst).isEqualTo(-1);
    assertThat(inSecond).isEqualTo(9);
    assertThat(tokenizer.decode(tokens, 0, inSecond)).endsWith("}EN");
  }

  private static int firstEnd(String stop, int... tokens) {
    return new StopStrings(TOKENIZER, List.of(stop)).firstEnd(tokens, 0, tokens.length);
  }
}
