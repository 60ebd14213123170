package io.headrace.policy.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EncodedPromptTest {

  private static final int BOS = 1;
  private static final int EOS = 2;

  @Test
  void tokensOfTheTemplateBeforeAPromptAreKept() {
    assertPrompt(of(ids(BOS, 7, 8), 1, 0, 0), false, false, BOS, 7, 8);
    assertPrompt(of(ids(9, BOS, 7), 1, 1, 0), false, false, 9, BOS, 7);
    assertPrompt(of(ids(7, 8), 0, 0), false, false, 7, 8);
  }

  @Test
  void aBosOfTemplateAndTextIsKeptOnce() {
    assertPrompt(of(ids(BOS, BOS, 7, 8), 1, 0, 0, 0), true, false, BOS, 7, 8);
    assertPrompt(of(ids(BOS, BOS), 1, 0), true, false, BOS);
    assertPrompt(of(ids(BOS, BOS, 7), 0, 0, 0), false, false, BOS, BOS, 7);
  }

  @Test
  void anEndOfTheTemplateIsRemovedAndOneOfTheTextKept() {
    assertPrompt(of(ids(BOS, 7, EOS), 1, 0, 1), false, true, BOS, 7);
    assertPrompt(of(ids(BOS, 7, EOS), 1, 0, 0), false, false, BOS, 7, EOS);
    assertPrompt(of(ids(BOS, BOS, 7, EOS), 1, 0, 0, 1), true, true, BOS, 7);
    assertPrompt(of(ids(BOS, 7, 9), 1, 0, 1), false, false, BOS, 7, 9);
  }

  @Test
  void anEmptyPromptKeepsItsBos() {
    assertPrompt(of(ids(BOS, EOS), 1, 1), false, true, BOS);
    assertPrompt(of(ids(EOS), 1), false, false, EOS);
    assertPrompt(of(ids()), false, false);
  }

  private static int[] ids(int... ids) {
    return ids;
  }

  private static EncodedPrompt of(int[] ids, long... template) {
    return EncodedPrompt.of(ids, template, id -> id == EOS);
  }

  private static void assertPrompt(
      EncodedPrompt prompt, boolean begunTwice, boolean ended, int... ids) {
    assertThat(prompt.ids()).containsExactly(ids);
    assertThat(prompt.begunTwice()).isEqualTo(begunTwice);
    assertThat(prompt.ended()).isEqualTo(ended);
  }
}
