package io.headrace.policy.generation;

import io.headrace.policy.tokenizer.Tokenizer;
import java.util.List;

/**
 * Ends a sample at the token that completes one of its stop strings, wherever token borders fall.
 *
 * <p>Looks at decoded text, over a window that is long enough for the longest string even when some
 * tokens are only parts of a character.
 */
final class StopStrings {

  /** Bytes of the longest character: so many tokens one character may take. */
  private static final int TOKENS_PER_CHARACTER = 4;

  private static final int SLACK = 4;

  private final Tokenizer tokenizer;
  private final List<String> stops;
  private final int window;

  StopStrings(Tokenizer tokenizer, List<String> stops) {
    this.tokenizer = tokenizer;
    this.stops = stops;
    int longest = stops.stream().mapToInt(String::length).max().orElse(0);
    this.window = TOKENS_PER_CHARACTER * longest + SLACK;
  }

  /**
   * Looks for the first token of {@code tokens[from]} to {@code tokens[to - 1]} that completes a
   * stop string; tokens before {@code from} complete none.
   *
   * @return how many tokens there are up to and with that token, or -1
   */
  int firstEnd(int[] tokens, int from, int to) {
    if (stops.isEmpty() || !present(tokens, from, to)) {
      return -1;
    }
    for (int end = from + 1; end < to; end++) {
      if (present(tokens, end - 1, end)) {
        return end;
      }
    }
    return to;
  }

  private boolean present(int[] tokens, int from, int to) {
    String text = tokenizer.decode(tokens, Math.max(0, from - window), to);
    for (String stop : stops) {
      if (text.contains(stop)) {
        return true;
      }
    }
    return false;
  }
}
