package io.headrace.policy.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.policy.tokenizer.CharacterTokenizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderTest {

  private static final int POSITIONS = 48;
  private static final int END = 1;

  /** Ids 0 padding, 1 end of sequence, 2 to 6 the letters. */
  private final CharacterTokenizer tokenizer = CharacterTokenizer.of("abcde", List.of());

  private final ToyEngine engine = new ToyEngine(POSITIONS);

  @ParameterizedTest
  @CsvSource({"1,1", "3,4", "5,1", "8,8", "64,3"})
  void everySampleEqualsTheOneDecodedAlone(int slots, int steps) {
    // Given a decoder and thirty requests of random prompts, sizes, temperatures and seeds
    Decoder<Integer> decoder = decoder(slots, steps, RepetitionRule.never());
    List<GenerationRequest> requests = randomRequests(30, new Random(slots * 31L + steps));
    requests.forEach(decoder::submit);

    // When all are decoded together
    List<FinishedSample> finished = decoder.drain();

    // Then each sample is returned once and equals the one decoded alone, token by token
    assertThat(finished).hasSize(requests.stream().mapToInt(GenerationRequest::samples).sum());
    for (FinishedSample sample : finished) {
      assertThat(sample.tokens()).containsExactly(alone(sample.request(), sample.sample()));
      assertThat(sample.logProbs()).containsExactly(logProbsOf(sample));
      assertThat(sample.segments()).containsExactly(new WeightsSegment(3, sample.tokens().length));
      int last = sample.tokens()[sample.tokens().length - 1];
      assertThat(sample.reason()).isEqualTo(last == END ? EndReason.EOS : EndReason.LENGTH);
    }
    assertThat(finished.stream().map(DecoderTest::key).distinct()).hasSameSizeAs(finished);
    assertThat(finished)
        .extracting(FinishedSample::reason)
        .contains(EndReason.EOS, EndReason.LENGTH);
  }

  @Test
  void samplesOfARequestThatStartTogetherShareOnePrefill() {
    // Given a request of eight samples and room for all
    Decoder<Integer> decoder = decoder(8, 4, RepetitionRule.never());
    decoder.submit(request("a", new int[] {2, 3, 4}, 8, 5, 1));
    decoder.decode();
    decoder.drain();
    int before = engine.prefilledRows;
    decoder.submit(request("b", new int[] {2, 3, 4}, 8, 5, 1));

    // When it starts in a cache that is large enough
    decoder.decode();

    // Then its prompt was computed once
    assertThat(engine.prefilledRows - before).isEqualTo(1);
  }

  @Test
  void newWeightsBetweenDecodeCallsBeginASecondSegment() {
    // Given a sample of a dozen tokens, four of them drawn
    Decoder<Integer> decoder = decoder(1, 4, RepetitionRule.never());
    decoder.submit(endless("a", 12));
    decoder.decode();

    // When the weights change and the sample continues
    decoder.swap(9, 77);
    FinishedSample sample = decoder.drain().getFirst();

    // Then each segment has its version, and the later tokens are drawn with the new weights
    assertThat(sample.segments())
        .containsExactly(new WeightsSegment(3, 4), new WeightsSegment(9, 8));
    int[] history = concat(sample.request().prompt(), Arrays.copyOf(sample.tokens(), 5));
    assertThat(sample.tokens()[5]).isEqualTo(ToyEngine.next(history, 77, 0, 0));
  }

  @Test
  void aSampleThatContinuesAPrefixEndsAsIfItHadNotBeenInterrupted() {
    // Given a sample of a group, and its first tokens
    GenerationRequest whole = request("whole", new int[] {2, 3, 4}, 3, 24, 5);
    Decoder<Integer> first = decoder(3, 4, RepetitionRule.never());
    first.submit(whole);
    List<FinishedSample> samples = new ArrayList<>(first.drain());
    samples.sort(Comparator.comparingInt(FinishedSample::sample));
    FinishedSample second = samples.get(1);
    assertThat(second.tokens().length).isGreaterThan(9);
    var prefix =
        new SamplePrefix(1, Arrays.copyOf(second.tokens(), 9), Arrays.copyOf(second.logProbs(), 9));

    // When the group is requested again, and its second sample continues them in a cache that is
    // large enough, where the prompt is copied for the others
    first.submit(
        new GenerationRequest(
            "again",
            whole.prompt(),
            3,
            whole.maxNewTokens(),
            whole.temperature(),
            whole.stop(),
            whole.seed(),
            List.of(prefix)));
    List<FinishedSample> continued = new ArrayList<>(first.drain());
    continued.sort(Comparator.comparingInt(FinishedSample::sample));

    // Then all samples are the same, and only tokens after the prefix were drawn
    for (int i = 0; i < 3; i++) {
      assertThat(continued.get(i).tokens()).isEqualTo(samples.get(i).tokens());
      assertThat(continued.get(i).logProbs()).isEqualTo(samples.get(i).logProbs());
      assertThat(continued.get(i).reason()).isEqualTo(samples.get(i).reason());
    }
    assertThat(continued.get(1).segments())
        .containsExactly(new WeightsSegment(3, second.tokens().length - 9));
  }

  @Test
  void aPrefixThatLeavesNoTokenToDrawIsRejected() {
    assertThatThrownBy(
            () ->
                new GenerationRequest(
                    "r",
                    new int[] {2},
                    1,
                    2,
                    1,
                    List.of(),
                    0,
                    List.of(new SamplePrefix(0, new int[] {3, 4}, new float[] {-1, -1}))))
        .hasMessageContaining("a prefix leaves no token of 2 to draw");
  }

  @Test
  void aSampleThatStartsWithNewWeightsHasItsPromptComputedWithThem() {
    // Given two slots: a sample that ends in the first decode call, and one that continues
    Decoder<Integer> decoder = decoder(2, 4, RepetitionRule.never());
    decoder.submit(endless("short", 4));
    decoder.submit(new GenerationRequest("group", new int[] {4, 5, 6}, 2, 12, 0, List.of(), 0));
    decoder.decode();
    int before = engine.prefilledRows;

    // When the weights change and the group's second sample takes the free slot
    decoder.swap(9, 77);
    decoder.decode();

    // Then the prompt that the old weights computed for the first is not copied
    assertThat(engine.prefilledRows - before).isEqualTo(1);
  }

  @Test
  void aLongerRequestGrowsTheCacheAndChangesNoOtherSample() {
    // Given a model with many positions and an unfinished short sample
    ToyEngine large = new ToyEngine(512);
    Decoder<Integer> decoder =
        new Decoder<>(
            large, tokenizer, settings(4, 2, RepetitionRule.never()), () -> Instant.EPOCH);
    decoder.swap(3, 3);
    GenerationRequest small = request("small", new int[] {2, 5}, 2, 20, 1);
    decoder.submit(small);
    var finished = new ArrayList<>(decoder.decode());

    // When a request needs more columns
    decoder.submit(request("large", new int[] {4, 4, 6}, 1, 200, 2));
    finished.addAll(decoder.drain());

    // Then the cache was allocated twice and the first samples equal those decoded alone
    assertThat(large.allocations).isEqualTo(2);
    for (FinishedSample sample : finished) {
      assertThat(sample.tokens()).containsExactly(alone(sample.request(), sample.sample(), 512));
    }
  }

  @Test
  void aCancelledRequestIsRemovedAndOthersContinue() {
    // Given two requests, one running and partly waiting
    Decoder<Integer> decoder = decoder(3, 1, RepetitionRule.never());
    decoder.submit(endless("gone", 30));
    GenerationRequest stays = request("stays", new int[] {3}, 4, 9, 1);
    decoder.submit(stays);
    var finished = new ArrayList<>(decoder.decode());

    // When the first is cancelled
    decoder.cancel("gone");
    finished.addAll(decoder.drain());

    // Then only the other's samples are returned, unchanged
    assertThat(finished).hasSize(4);
    for (FinishedSample sample : finished) {
      assertThat(sample.tokens()).containsExactly(alone(stays, sample.sample()));
    }
  }

  @Test
  void endsAtTheTokenThatCompletesAStopString() {
    // Given a greedy sample and a stop string in its text that spans two tokens
    Decoder<Integer> decoder = decoder(1, 4, RepetitionRule.never());
    decoder.submit(endless("free", 12));
    String text = decoder.drain().getFirst().text();
    String stop = text.substring(5, 7);
    GenerationRequest stopped =
        new GenerationRequest("stopped", endless("x", 1).prompt(), 1, 12, 0, List.of(stop), 0);

    // When it is sampled with that stop string
    decoder.submit(stopped);
    FinishedSample sample = decoder.drain().getFirst();

    // Then it ends there with that reason
    assertThat(sample.reason()).isEqualTo(EndReason.STOP);
    assertThat(sample.text()).isEqualTo(text.substring(0, text.indexOf(stop) + 2));
    assertThat(sample.logProbs()).hasSameSizeAs(sample.tokens());
    assertThat(sample.segments()).containsExactly(new WeightsSegment(3, sample.tokens().length));
  }

  @Test
  void endsAtTheTokenThatCompletesARepetition() {
    // Given a greedy sample in which some token follows itself
    Decoder<Integer> free = decoder(1, 4, RepetitionRule.never());
    free.submit(endless("free", 40));
    int[] tokens = free.drain().getFirst().tokens();
    int second =
        IntStream.range(1, tokens.length)
            .filter(i -> tokens[i] == tokens[i - 1])
            .findFirst()
            .orElseThrow();

    // When it is sampled with a rule that ends at a repeated token
    Decoder<Integer> strict = decoder(1, 4, new RepetitionRule(1, 2));
    strict.submit(endless("strict", 40));
    FinishedSample sample = strict.drain().getFirst();

    // Then it ends there with that reason
    assertThat(sample.reason()).isEqualTo(EndReason.REPETITION);
    assertThat(sample.tokens()).containsExactly(Arrays.copyOf(tokens, second + 1));
    assertThat(sample.logProbs()).hasSameSizeAs(sample.tokens());
  }

  @Test
  void rejectsAPromptThatFillsTheModelsPositions() {
    Decoder<Integer> decoder = decoder(1, 1, RepetitionRule.never());
    assertThatThrownBy(() -> decoder.submit(request("a", new int[POSITIONS], 1, 1, 0)))
        .hasMessage(
            "[request=a] its prompt has 48 tokens and the model takes 48 with the response; shorten"
                + " it");
  }

  private Decoder<Integer> decoder(int slots, int steps, RepetitionRule rule) {
    var decoder =
        new Decoder<>(engine, tokenizer, settings(slots, steps, rule), () -> Instant.EPOCH);
    decoder.swap(3, 3);
    return decoder;
  }

  private static DecoderSettings settings(int slots, int steps, RepetitionRule rule) {
    return new DecoderSettings(slots, steps, rule);
  }

  private static List<GenerationRequest> randomRequests(int count, Random random) {
    var requests = new ArrayList<GenerationRequest>();
    for (int i = 0; i < count; i++) {
      int[] prompt = random.ints(1 + random.nextInt(12), 2, 7).toArray();
      double temperature = random.nextInt(4) == 0 ? 0 : 1;
      requests.add(
          new GenerationRequest(
              "r" + i,
              prompt,
              1 + random.nextInt(6),
              1 + random.nextInt(60),
              temperature,
              List.of(),
              random.nextLong()));
    }
    return requests;
  }

  private static GenerationRequest request(
      String id, int[] prompt, int samples, int maxNewTokens, long seed) {
    return new GenerationRequest(id, prompt, samples, maxNewTokens, 1, List.of(), seed);
  }

  /** A greedy request, which never draws an end-of-sequence token here. */
  private static GenerationRequest endless(String id, int maxNewTokens) {
    return new GenerationRequest(id, new int[] {2, 3}, 1, maxNewTokens, 0, List.of(), 0);
  }

  private static int[] alone(GenerationRequest request, int sample) {
    return alone(request, sample, POSITIONS);
  }

  private static int[] alone(GenerationRequest request, int sample, int positions) {
    UniformStream uniforms = UniformStream.of(request.seed(), sample);
    int[] all = request.prompt();
    int limit = Math.min(positions, request.prompt().length + request.maxNewTokens());
    int token = -1;
    while (all.length < limit && token != END) {
      float uniform = uniforms.at(all.length - request.prompt().length);
      token = ToyEngine.next(all, 3, request.temperature(), uniform);
      all = concat(all, token);
    }
    return Arrays.copyOfRange(all, request.prompt().length, all.length);
  }

  private static float[] logProbsOf(FinishedSample sample) {
    float[] logProbs = new float[sample.tokens().length];
    for (int i = 0; i < logProbs.length; i++) {
      int[] history = concat(sample.request().prompt(), Arrays.copyOf(sample.tokens(), i));
      logProbs[i] = ToyEngine.logProb(history, 3, sample.tokens()[i]);
    }
    return logProbs;
  }

  private static int[] concat(int[] first, int... second) {
    int[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static String key(FinishedSample sample) {
    return sample.request().id() + "#" + sample.sample();
  }
}
