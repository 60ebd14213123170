package io.headrace.policy.tokenizer;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A prompt encoded with the tokenizer's template, without a second BOS when the text itself starts
 * with one, and without a final end-of-sequence token, after which a model would start a new text.
 *
 * @param ids tokens of the prompt; not to be modified
 * @param begunTwice whether a second BOS was removed
 * @param ended whether an end-of-sequence token was removed
 */
@SuppressWarnings("ArrayRecordComponent") // Not copied, on a hot path.
record EncodedPrompt(int[] ids, boolean begunTwice, boolean ended) {

  /**
   * Removes a second BOS and final end-of-sequence tokens.
   *
   * @param ids tokens of text and template
   * @param template 1 for a token of the template, 0 for a token of the text
   * @param end whether a token ends a sequence
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
