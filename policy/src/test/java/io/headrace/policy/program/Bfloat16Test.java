package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** bfloat16 layers over float32 masters: the same function up to eight bits of mantissa. */
class Bfloat16Test {
  private static final ExecutionSettings BFLOAT16 =
      TinyModel.FLOAT32.with(PrecisionChoice.BFLOAT16);

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2_tied_qkvbias", "qwen3_qknorm_headdim"})
  void logProbsStayCloseToFloat32(String name) {
    // Given
    Fixture fixture = Fixture.read(name);
    try (PolicyProgram program = PolicyProgram.load(fixture.config(), BFLOAT16);
        PolicyParameters parameters = program.parameters(fixture.weights())) {
      // When
      float[][] logProbs =
          program.logProbValues(
              parameters, TokenBatch.rightPadded(fixture.tokens()), new float[] {1, 1});
      // Then
      float[] expected = fixture.expected("out.logprobs");
      double error = Difference.relative(HostArrays.flat(logProbs), expected);
      assertThat(error).isLessThan(0.01);
      assertThat(error).as("bfloat16 is really in use").isGreaterThan(1e-5);
    }
  }

  @Test
  void gradientsReachTheFloat32Masters() {
    // Given
    TokenBatch batch = TokenBatch.rightPadded(List.of(new int[] {1, 2, 3, 4, 5, 6, 7}));
    // When
    List<float[]> exact = gradients(TinyModel.FLOAT32, batch);
    List<float[]> rounded = gradients(BFLOAT16, batch);
    // Then
    for (int i = 0; i < exact.size(); i++) {
      assertThat(Difference.relative(rounded.get(i), exact.get(i))).isLessThan(0.05);
    }
  }

  @Test
  void decodingAgreesWithTheFullForward() {
    // Given
    int[] prompt = {1, 2, 3, 4};
    try (PolicyProgram program = PolicyProgram.load(TinyModel.CONFIG, BFLOAT16);
        PolicyParameters parameters = program.parameters(TinyModel.weights(1));
        ServingWeights weights = program.serve(parameters);
        KeyValueCache cache = program.newCache(1, 16)) {
      program.prefill(
          weights, cache, TokenBatch.rightPadded(List.of(new int[] {1, 2, 3})), new int[] {0});
      // When
      DecodedTokens decoded =
          program.decode(
              weights,
              cache,
              new DecodeRequest(
                  new int[] {4},
                  new int[] {3},
                  new int[] {16},
                  new float[] {1},
                  new float[][] {{0.5f}},
                  new int[0]));
      // Then
      int[] whole = {prompt[0], prompt[1], prompt[2], prompt[3], decoded.tokens()[0][0]};
      float[][] full =
          program.logProbValues(
              parameters, TokenBatch.rightPadded(List.of(whole)), new float[] {1});
      assertThat(Math.abs(decoded.logProbs()[0][0] - full[0][3])).isLessThan(0.03f);
    }
  }

  private static List<float[]> gradients(ExecutionSettings settings, TokenBatch batch) {
    try (PolicyProgram program = PolicyProgram.load(TinyModel.CONFIG, settings);
        PolicyParameters parameters = program.parameters(TinyModel.weights(1));
        NDManager scope = program.newScope()) {
      parameters.requireGradients(true);
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        collector.backward(
            program.logProbs(scope, parameters, batch, new float[] {1}).mean().neg());
      }
      List<float[]> gradients = new ArrayList<>();
      for (NDArray array : parameters.arrays()) {
        gradients.add(array.getGradient().toFloatArray());
      }
      return gradients;
    }
  }
}
