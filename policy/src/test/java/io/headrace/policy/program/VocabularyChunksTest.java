package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log-probs do not depend on how many words of the vocabulary are held at once. */
class VocabularyChunksTest {
  @ParameterizedTest
  @ValueSource(ints = {10, 96, 97, 1000})
  void logProbsAndGradientsAreTheSameForEveryChunk(int chunk) {
    // Given
    Fixture fixture = Fixture.read("llama");
    try (ProgramModule module = ProgramModule.load(Device.cpu(), 1);
        NDManager scope = module.manager().newSubManager();
        PolicyParameters parameters =
            new PolicyParameters(scope, fixture.config(), fixture.weights())) {
      NDArray shape = scope.create(ModelShape.of(fixture.config(), Precision.FLOAT32));
      SequenceCalls calls = new SequenceCalls(module, shape, chunk);
      parameters.requireGradients(true);
      // When
      NDArray logProbs;
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        logProbs =
            calls.logProbs(
                scope, parameters, TokenBatch.rightPadded(fixture.tokens()), new float[] {1, 1});
        collector.backward(logProbs.mean().neg());
      }
      // Then
      assertThat(Difference.largest(logProbs.toFloatArray(), fixture.expected("out.logprobs")))
          .isLessThan(2e-5);
      float[] gradient = parameters.arrays().getFirst().getGradient().toFloatArray();
      assertThat(Difference.relative(gradient, fixture.expected("g.model.embed_tokens.weight")))
          .isLessThan(1e-4);
    }
  }
}
