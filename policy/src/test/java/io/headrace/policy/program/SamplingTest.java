package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sampled tokens follow the probabilities that the program reports. */
class SamplingTest {
  private static final int[] PROMPT = {3, 1, 4, 1, 5};
  private static final int ROWS = 4000;

  /** Critical value of chi-square with 10 degrees of freedom at p = 0.001. */
  private static final double CRITICAL = 29.6;

  @Test
  void tokensFollowTheSoftmaxAtTheRowsTemperature() {
    // Given
    float temperature = 0.7f;
    double[] expected = softmax(temperature);
    // When
    DecodedTokens decoded = sample(temperature);
    // Then
    double statistic = 0;
    for (int token = 0; token < expected.length; token++) {
      int wanted = token;
      double observed = Arrays.stream(decoded.tokens()[0]).filter(t -> t == wanted).count();
      double mean = expected[token] * ROWS;
      statistic += (observed - mean) * (observed - mean) / mean;
    }
    assertThat(statistic).isLessThan(CRITICAL);
    assertThat(Arrays.stream(expected).max().orElseThrow()).isGreaterThan(0.2);
    for (int row = 0; row < 50; row++) {
      double logProb = Math.log(expected[decoded.tokens()[0][row]]);
      assertThat((double) decoded.logProbs()[0][row]).isBetween(logProb - 1e-5, logProb + 1e-5);
    }
  }

  @Test
  void temperatureZeroTakesTheMostProbableTokenAndReportsItsPlainLogProb() {
    // Given
    double[] expected = softmax(1);
    int best = 0;
    for (int token = 1; token < expected.length; token++) {
      best = expected[token] > expected[best] ? token : best;
    }
    // When
    DecodedTokens decoded = sample(0);
    // Then
    assertThat(decoded.tokens()[0]).containsOnly(best);
    assertThat((double) decoded.logProbs()[0][0])
        .isBetween(Math.log(expected[best]) - 1e-5, Math.log(expected[best]) + 1e-5);
  }

  private static DecodedTokens sample(float temperature) {
    SplittableRandom random = new SplittableRandom(17);
    int[] tokens = new int[ROWS];
    int[] positions = new int[ROWS];
    int[] limits = new int[ROWS];
    float[] temperatures = new float[ROWS];
    float[][] uniforms = new float[1][ROWS];
    Arrays.fill(tokens, PROMPT[PROMPT.length - 1]);
    Arrays.fill(positions, PROMPT.length - 1);
    Arrays.fill(limits, 16);
    Arrays.fill(temperatures, temperature);
    for (int row = 0; row < ROWS; row++) {
      uniforms[0][row] = random.nextInt(1 << 24) * 0x1p-24f;
    }
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters parameters = program.parameters(TinyModel.weights(1));
        ServingWeights weights = program.serve(parameters);
        KeyValueCache cache = program.newCache(ROWS, 16)) {
      int[] head = Arrays.copyOf(PROMPT, PROMPT.length - 1);
      program.prefill(weights, cache, TokenBatch.rightPadded(List.of(head)), new int[] {0});
      int[] others = IntStream.range(1, ROWS).toArray();
      program.copySlots(cache, new int[others.length], others, head.length);
      return program.decode(
          weights,
          cache,
          new DecodeRequest(tokens, positions, limits, temperatures, uniforms, new int[0]));
    }
  }

  private static double[] softmax(float temperature) {
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters parameters = program.parameters(TinyModel.weights(1));
        NDManager scope = program.newScope()) {
      float[] logits =
          program
              .logits(scope, parameters, TokenBatch.rightPadded(List.of(PROMPT)))
              .get("0, -1")
              .toFloatArray();
      double[] weights = new double[logits.length];
      for (int i = 0; i < logits.length; i++) {
        weights[i] = Math.exp(logits[i] / temperature);
      }
      double sum = Arrays.stream(weights).sum();
      return Arrays.stream(weights).map(w -> w / sum).toArray();
    }
  }
}
