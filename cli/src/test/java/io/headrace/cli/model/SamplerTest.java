package io.headrace.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.HeadraceException;
import io.headrace.policy.Architecture;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.folder.ModelFolder;
import io.headrace.policy.generation.FinishedSample;
import io.headrace.policy.generation.GenerationRequest;
import io.headrace.policy.program.InitialWeights;
import io.headrace.policy.tokenizer.CharacterTokenizer;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplerTest {

  private static final CharacterTokenizer TOKENIZER = CharacterTokenizer.of("ab=12345", List.of());

  private static final ModelConfig CONFIG =
      new ModelConfig(
          Architecture.LLAMA,
          TOKENIZER.vocabularySize(),
          16,
          24,
          1,
          2,
          1,
          8,
          32,
          1e-5,
          10_000,
          true,
          ModelConfig.AttentionBias.NONE,
          List.of());

  @Test
  void samplesAreSortedByNumber() {
    List<FinishedSample> samples = Sampler.sample(folder(1), request(), "model=m");

    assertThat(samples).extracting(FinishedSample::sample).containsExactly(0, 1, 2);
    assertThat(samples).allSatisfy(sample -> assertThat(sample.tokens()).isNotEmpty());
  }

  @Test
  void weightsThatOverflowAreReportedAsInvalidInput() {
    assertThatThrownBy(() -> Sampler.sample(folder(3e38f), request(), "model=m"))
        .isInstanceOf(HeadraceException.class)
        .hasMessage(
            "[model=m] the log-prob of a new token is NaN, which is no number; the weights are too"
                + " large to compute with, use another checkpoint");
  }

  private static GenerationRequest request() {
    return new GenerationRequest("prompt", TOKENIZER.encode("a=1"), 3, 4, 1, List.of(), 1);
  }

  /** A model with random initial weights times a factor. */
  private static ModelFolder folder(float factor) {
    var tensors = new LinkedHashMap<String, FloatTensor>();
    InitialWeights.of(CONFIG, 1)
        .forEach((name, tensor) -> tensors.put(name, scaled(tensor, factor)));
    return new ModelFolder(CONFIG, TOKENIZER, tensors);
  }

  private static FloatTensor scaled(FloatTensor tensor, float factor) {
    FloatBuffer values = tensor.values();
    float[] scaled = new float[values.remaining()];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = values.get(i) * factor;
    }
    return new FloatTensor(tensor.shape(), FloatBuffer.wrap(scaled));
  }
}
