package io.headrace.policy.tokenizer;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A prompt with what a tokenizer's template puts around it, and without what does not belong there:
 * a second BOS, where the text begins with one itself, and an end of sequence, behind which a model
 * begins something new.
 *
 * @param ids tokens of the prompt; not changed by anyone
 * @param begunTwice whether a second BOS was taken away
 * @param ended whether an end was taken away
 */
@SuppressWarnings("ArrayRecordComponent") // Hot: handed on as they are.
record EncodedPrompt(int[] ids, boolean begunTwice, boolean ended) {

  /**
   * Takes away what does not belong to a prompt.
   *
   * @param ids tokens of text and template
   * @param template 1 for each that the template put there, 0 for those of the text
   * @param end which tokens end a sequence
   */
  static EncodedPrompt of(int[] ids, long[] template, IntPredicate end) {
    int first = 0;
    while (first < ids.length && template[first] != 0) {
      first++;
    }
    int to = ids.length;
    while (to > 1 && template[to - 1] != 0 && end.test(ids[to - 1])) {
      to--;
    }
    boolean twice = first > 0 && first < to && ids[first] == ids[first - 1];
    int[] kept = Arrays.copyOf(ids, twice ? to - 1 : to);
    if (twice) {
      System.arraycopy(ids, first + 1, kept, first, to - first - 1);
    }
    return new EncodedPrompt(kept, twice, to < ids.length);
  }
}
