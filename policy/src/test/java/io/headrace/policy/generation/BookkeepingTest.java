package io.headrace.policy.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.policy.tokenizer.CharacterTokenizer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BookkeepingTest {

  private final CharacterTokenizer tokenizer = CharacterTokenizer.ascii();

  @ParameterizedTest
  @CsvSource({
    "abcabcabcabcabcabc, 4, 3, 9", // a piece of three, three times, and 2 x 4 tokens in all
    "xyzaaaaaaaaa, 4, 3, 11", // one token over and over counts from 2 x 4 on
    "abababab, 4, 3, 8",
    "aaaabbbbaaaabbbb, 4, 3, -1", // pieces of eight are longer than what is looked for
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

  @Test
  void segmentsOfOneVersionAreOne() {
    // Given tokens of three versions, one of them added twice and once without tokens
    var log = new SegmentLog();
    log.add(1, 3);
    log.add(2, 4);
    log.add(2, 4);
    log.add(5, 0);
    log.add(7, 1);

    // When they are listed, Then consecutive tokens of one version are one segment
    assertThat(log.segments())
        .containsExactly(
            new WeightsSegment(1, 3), new WeightsSegment(2, 8), new WeightsSegment(7, 1));
  }

  @Test
  void randomNumbersAreUniformAndStreamsDiffer() {
    // Given the first thousand numbers of a hundred streams of one seed
    double sum = 0;
    double product = 0;
    for (int sample = 0; sample < 100; sample++) {
      UniformStream stream = UniformStream.of(42, sample);
      UniformStream neighbour = UniformStream.of(42, sample + 1);
      for (int position = 0; position < 1000; position++) {
        float u = stream.at(position);
        assertThat(u).isBetween(0f, Math.nextDown(1f));
        sum += u;
        product += (u - 0.5) * (neighbour.at(position) - 0.5);
      }
    }

    // When mean and correlation are computed, Then both are within five standard deviations
    assertThat(sum / 100_000).isBetween(0.4954, 0.5046);
    assertThat(product / 100_000 * 12).isBetween(-0.016, 0.016);
    assertThat(UniformStream.of(42, 1).at(9)).isEqualTo(UniformStream.of(42, 1).at(9));
  }

  @Test
  void findsStopStringsAcrossTokensAndAcrossChunks() {
    // Given a text drawn in two chunks, with the stop string over the border
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

  @Test
  void aSlotTableKeepsTakenSlotsInFront() {
    // Given five samples in slots, of which the first and third have ended
    var group =
        new QueuedRequest(
            new GenerationRequest("g", new int[] {2}, 9, 5, 1, List.of(), 0), tokenizer, 99);
    var slots = new SlotTable(6);
    for (int i = 0; i < 5; i++) {
      slots.take(new SampleState(group, i, RepetitionRule.never(), Instant.EPOCH));
    }
    SampleState last = slots.get(4);
    slots.release(0);
    slots.release(2);

    // When the table is compacted
    List<SlotTable.Move> moves = slots.compact();

    // Then the last samples are in the free slots
    assertThat(moves).containsExactly(new SlotTable.Move(4, 0), new SlotTable.Move(3, 2));
    assertThat(slots.get(0)).isSameAs(last);
    assertThat(slots.end()).isEqualTo(3);
    assertThat(slots.free()).isEqualTo(3);
    assertThatThrownBy(() -> slots.release(5)).isInstanceOf(IllegalStateException.class);
  }
}
