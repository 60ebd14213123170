package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program computes what transformers computes, number by number, for every architecture. */
class TransformersParityTest {
  private static final double LOGITS = 2e-5;
  private static final double GRADIENTS = 1e-4;

  private static final ExecutionSettings SETTINGS =
      ExecutionSettings.generation().with(DeviceChoice.CPU).with(PrecisionChoice.FLOAT32);

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2_tied_qkvbias", "qwen3_qknorm_headdim"})
  void logitsAreThoseOfTransformers(String name) {
    // Given
    Fixture fixture = Fixture.read(name);
    try (PolicyProgram program = PolicyProgram.load(fixture.config(), SETTINGS);
        PolicyParameters parameters = program.parameters(fixture.weights());
        NDManager scope = program.newScope()) {
      // When
      NDArray logits = program.logits(scope, parameters, TokenBatch.rightPadded(fixture.tokens()));
      // Then
      assertThat(Difference.largest(logits.toFloatArray(), fixture.expected("out.logits")))
          .isLessThan(LOGITS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2_tied_qkvbias", "qwen3_qknorm_headdim"})
  void aLeftPaddedRowHasTheLogitsOfTransformers(String name) {
    // Given
    Fixture fixture = Fixture.read(name);
    int padding = 5;
    int[] shorter = Arrays.copyOfRange(fixture.tokens().getFirst(), padding, 17);
    TokenBatch batch = TokenBatch.leftPadded(List.of(shorter, fixture.tokens().getLast()));
    try (PolicyProgram program = PolicyProgram.load(fixture.config(), SETTINGS);
        PolicyParameters parameters = program.parameters(fixture.weights());
        NDManager scope = program.newScope()) {
      // When
      NDArray logits = program.logits(scope, parameters, batch);
      // Then
      float[] real = logits.get(":, " + padding + ":").toFloatArray();
      assertThat(Difference.largest(real, fixture.expected("out.logits_leftpad")))
          .isLessThan(LOGITS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2_tied_qkvbias", "qwen3_qknorm_headdim"})
  void logProbsLossAndGradientsAreThoseOfTransformers(String name) {
    // Given
    Fixture fixture = Fixture.read(name);
    try (PolicyProgram program = PolicyProgram.load(fixture.config(), SETTINGS);
        PolicyParameters parameters = program.parameters(fixture.weights());
        NDManager scope = program.newScope()) {
      parameters.requireGradients(true);
      TokenBatch batch = TokenBatch.rightPadded(fixture.tokens());
      // When
      NDArray logProbs;
      NDArray loss;
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        logProbs = program.logProbs(scope, parameters, batch, new float[] {1, 1});
        loss = logProbs.mean().neg();
        collector.backward(loss);
      }
      // Then
      assertThat(Difference.largest(logProbs.toFloatArray(), fixture.expected("out.logprobs")))
          .isLessThan(LOGITS);
      assertThat((double) Math.abs(loss.getFloat() - fixture.expected("out.loss")[0]))
          .isLessThan(1e-6);
      assertGradients(fixture, parameters);
    }
  }

  private static void assertGradients(Fixture fixture, PolicyParameters parameters) {
    int compared = 0;
    for (int i = 0; i < parameters.names().size(); i++) {
      String name = "g." + parameters.names().get(i);
      float[] actual = parameters.arrays().get(i).getGradient().toFloatArray();
      if (fixture.tensors().containsKey(name)) {
        compared++;
        assertThat(Difference.relative(actual, fixture.expected(name)))
            .as(name)
            .isLessThan(GRADIENTS);
      } else {
        assertThat(Difference.norm(actual)).as(name).isPositive();
      }
    }
    assertThat(compared).isGreaterThan(10);
  }
}
