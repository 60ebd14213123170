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
    // Given a stop string that is what ends a sequence, When it is drawn, Then it ends it as such
    assertThat(firstEnd(CharacterTokenizer.EOS, A, EOS)).isEqualTo(-1);
  }

  private static int firstEnd(String stop, int... tokens) {
    return new StopStrings(TOKENIZER, List.of(stop)).firstEnd(tokens, 0, tokens.length);
  }
}
