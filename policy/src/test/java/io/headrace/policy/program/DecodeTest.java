package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Decoding token by token with a cache is the same function as one pass over the whole sequence.
 */
class DecodeTest {
  private static final ExecutionSettings SETTINGS =
      ExecutionSettings.generation().with(DeviceChoice.CPU).with(PrecisionChoice.FLOAT32);
  private static final int STEPS = 9;
  private static final int[] LENGTHS = {1, 7, 3, 12, 5};

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2_tied_qkvbias", "qwen3_qknorm_headdim"})
  void raggedRowsGetTheLogProbsOfTheFullForward(String name) {
    // Given
    Fixture fixture = Fixture.read(name);
    Random random = new Random(4);
    List<int[]> prompts = prompts(random);
    try (PolicyProgram program = PolicyProgram.load(fixture.config(), SETTINGS);
        PolicyParameters parameters = program.parameters(fixture.weights());
        ServingWeights weights = program.serve(parameters);
        KeyValueCache cache = program.newCache(8, 40)) {
      prefill(program, weights, cache, prompts);
      // When
      DecodedTokens first = program.decode(weights, cache, request(prompts, 4, random));
      List<int[]> grown = grow(prompts, first);
      DecodedTokens second = program.decode(weights, cache, request(grown, STEPS - 4, random));
      // Then
      List<int[]> sequences = grow(grown, second);
      float[] ones = {1, 1, 1, 1, 1};
      float[][] full = program.logProbValues(parameters, TokenBatch.rightPadded(sequences), ones);
      for (int row = 0; row < LENGTHS.length; row++) {
        for (int step = 0; step < STEPS; step++) {
          float decoded = step < 4 ? first.logProbs()[step][row] : second.logProbs()[step - 4][row];
          assertThat((double) Math.abs(decoded - full[row][LENGTHS[row] - 1 + step]))
              .isLessThan(1e-5);
        }
      }
    }
  }

  @Test
  void aResizedCacheKeepsItsContent() {
    // Given a row of 12 tokens, and one of 30 beside it for a while
    Fixture fixture = Fixture.read("llama");
    Random random = new Random(5);
    int[] kept = random.ints(12, 0, 97).toArray();
    List<int[]> both = List.of(kept, random.ints(30, 0, 97).toArray());
    try (PolicyProgram program = PolicyProgram.load(fixture.config(), SETTINGS);
        PolicyParameters parameters = program.parameters(fixture.weights());
        ServingWeights weights = program.serve(parameters);
        KeyValueCache cache = program.newCache(2, 40)) {
      prefill(program, weights, cache, both);
      assertThat(cache.columns()).isEqualTo(32);

      // When
      DecodedTokens grown = program.decode(weights, cache, request(both, 4, random));
      assertThat(cache.columns()).isEqualTo(40);
      List<int[]> alone = grow(both, grown).subList(0, 1);
      DecodedTokens shrunk = program.decode(weights, cache, request(alone, 8, random));
      assertThat(cache.columns()).isEqualTo(32);

      // Then
      float[][] full =
          program.logProbValues(
              parameters, TokenBatch.rightPadded(grow(alone, shrunk)), new float[] {1});
      for (int step = 0; step < 8; step++) {
        assertThat((double) Math.abs(shrunk.logProbs()[step][0] - full[0][15 + step]))
            .isLessThan(1e-5);
      }
    }
  }

  private static List<int[]> prompts(Random random) {
    List<int[]> prompts = new ArrayList<>();
    for (int length : LENGTHS) {
      prompts.add(random.ints(length, 0, 97).toArray());
    }
    return prompts;
  }

  private static void prefill(
      PolicyProgram program, ServingWeights weights, KeyValueCache cache, List<int[]> prompts) {
    List<int[]> heads = prompts.stream().map(p -> Arrays.copyOf(p, p.length - 1)).toList();
    int[] slots = IntStream.range(0, prompts.size()).toArray();
    program.prefill(weights, cache, TokenBatch.rightPadded(heads), slots);
  }

  private static DecodeRequest request(List<int[]> sequences, int steps, Random random) {
    int rows = sequences.size();
    int[] tokens = sequences.stream().mapToInt(s -> s[s.length - 1]).toArray();
    int[] positions = sequences.stream().mapToInt(s -> s.length - 1).toArray();
    int[] limits = new int[rows];
    Arrays.fill(limits, 40);
    float[] temperatures = new float[rows];
    Arrays.fill(temperatures, 1);
    float[][] uniforms = new float[steps][rows];
    for (float[] step : uniforms) {
      for (int row = 0; row < rows; row++) {
        step[row] = random.nextFloat();
      }
    }
    return new DecodeRequest(tokens, positions, limits, temperatures, uniforms, new int[0]);
  }

  private static List<int[]> grow(List<int[]> sequences, DecodedTokens decoded) {
    List<int[]> grown = new ArrayList<>();
    for (int row = 0; row < sequences.size(); row++) {
      int[] before = sequences.get(row);
      int[] after = Arrays.copyOf(before, before.length + decoded.tokens().length);
      for (int step = 0; step < decoded.tokens().length; step++) {
        after[before.length + step] = decoded.tokens()[step][row];
      }
      grown.add(after);
    }
    return grown;
  }
}
