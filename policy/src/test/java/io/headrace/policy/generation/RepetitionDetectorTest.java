package io.headrace.policy.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.policy.tokenizer.CharacterTokenizer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepetitionDetectorTest {

  private final CharacterTokenizer tokenizer = CharacterTokenizer.ascii();

  @ParameterizedTest
  @CsvSource({
    "abcabcabcabcabcabc, 4, 3, 9", // period 3, three times, and at least 2 x 4 tokens
    "xyzaaaaaaaaa, 4, 3, 11", // period 1 counts from 2 x 4 tokens on
    "abababab, 4, 3, 8",
    "aaaabbbbaaaabbbb, 4, 3, -1", // the period of eight is longer than the longest of four
    "abcdabceabcdabce, 4, 3, -1",
    "abcabcabcabc, 4, 0, -1",
  })
  void findsTheTokenAtWhichATextRepeats(String text, int longest, int repeats, int expected) {
    // Given a text as tokens
    int[] tokens = tokenizer.encode(text);
    var detector = new RepetitionDetector(new RepetitionRule(longest, repeats));

    // When they are added one by one
    int first =
        IntStream.range(0, tokens.length)
            .filter(i -> detector.add(tokens, i))
            .findFirst()
            .orElse(-2);

    // Then the repetition is found at the token that completes it
    assertThat(first + 1).isEqualTo(expected);
  }

  @Test
  void repetitionAgreesWithItsDefinitionOnTheWholeText() {
    // Given random texts over two letters
    Random random = new Random(5);
    RepetitionRule rule = new RepetitionRule(3, 3);
    for (int round = 0; round < 200; round++) {
      int[] tokens = random.ints(40, 0, 2).toArray();
      var detector = new RepetitionDetector(rule);
      for (int i = 0; i < tokens.length; i++) {
        // When a token is added, Then the result agrees with the definition
        boolean found = detector.add(tokens, i);
        assertThat(found).isEqualTo(repeats(Arrays.copyOf(tokens, i + 1), rule));
      }
    }
  }

  private static boolean repeats(int[] tokens, RepetitionRule rule) {
    return IntStream.rangeClosed(1, rule.maxPeriod())
        .anyMatch(
            piece -> {
              int from = tokens.length - rule.span(piece);
              return from >= 0
                  && IntStream.range(from + piece, tokens.length)
                      .allMatch(i -> tokens[i] == tokens[i - piece]);
            });
  }
}
