package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.policy.ModelConfig.AttentionBias;
import io.headrace.policy.folder.ModelWeights;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A folder that transformers saved has the log-probs of transformers. */
class ForeignFolderTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aLlamaWithBiasesAndWideHeadsInBfloat16ShardsHasTheLogProbsOfTransformers()
      throws IOException {
    // Given what transformers computed in float64 from the same folder
    Path folder = folder("llama_biases_bfloat16_shards");
    JsonNode expected = JSON.readTree(folder.resolve("expected.json").toFile());
    int[] tokens = JSON.convertValue(expected.get("tokens"), int[].class);
    float[] theirs = JSON.convertValue(expected.get("logprobs"), float[].class);

    // When the folder is read and run in float32
    ModelWeights model = ModelWeights.read(folder);
    assertThat(model.config().attentionBias()).isEqualTo(AttentionBias.ALL);
    try (PolicyProgram program = PolicyProgram.load(model.config(), TinyModel.FLOAT32);
        PolicyParameters parameters = program.parameters(model.tensors())) {
      TokenBatch batch = TokenBatch.rightPadded(List.of(tokens));
      float[] ours = program.logProbValues(parameters, batch, new float[] {1})[0];

      // Then they are the same
      assertThat(Difference.largest(ours, theirs)).isLessThan(2e-5);
    }
  }

  private static Path folder(String name) {
    URL url = Objects.requireNonNull(ForeignFolderTest.class.getResource("/folders/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
