package io.headrace.policy.generation;

import io.headrace.policy.tokenizer.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the token that completes a stop string, independent of token boundaries.
 *
 * <p>Searches the decoded text of a window that is long enough for the longest string, even if
 * tokens are parts of a character. Decoded text has no special tokens: a stop string that is a
 * special token is matched by its id, and one that contains special tokens in text that includes
 * them.
 */
final class StopStrings {

  /** Maximum number of tokens of one character: the bytes of its UTF-8 encoding. */
  private static final int TOKENS_PER_CHARACTER = 4;

  private static final int SLACK = 4;

  private final Tokenizer tokenizer;
  private final List<String> stops;
  private final Set<Integer> ids;
  private final List<String> withSpecial;
  private final int window;

  StopStrings(Tokenizer tokenizer, List<String> stops) {
    this.tokenizer = tokenizer;
    this.stops = stops;
    Map<String, Integer> special = tokenizer.specialTokens();
    Set<Integer> ends = IntStream.of(tokenizer.endIds()).boxed().collect(Collectors.toSet());
    this.ids =
        stops.stream()
            .filter(special::containsKey)
            .map(special::get)
            .filter(id -> !ends.contains(id))
            .collect(Collectors.toUnmodifiableSet());
    this.withSpecial =
        stops.stream()
            .filter(stop -> !special.containsKey(stop))
            .filter(stop -> special.keySet().stream().anyMatch(stop::contains))
            .toList();
    int longest = stops.stream().mapToInt(String::length).max().orElse(0);
    this.window = TOKENS_PER_CHARACTER * longest + SLACK;
  }

  /**
   * Looks for the first token of {@code tokens[from]} to {@code tokens[to - 1]} that completes a
   * stop string; tokens before {@code from} complete none.
   *
   * @return number of tokens up to and including that token, or -1
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
    int start = Math.max(0, from - window);
    return IntStream.range(from, to).anyMatch(i -> ids.contains(tokens[i]))
        || contains(tokenizer.decode(tokens, start, to), stops)
        || (!withSpecial.isEmpty()
            && contains(tokenizer.decodeWithSpecial(tokens, start, to), withSpecial));
  }

  private static boolean contains(String text, List<String> stops) {
    for (String stop : stops) {
      if (text.contains(stop)) {
        return true;
      }
    }
    return false;
  }
}
