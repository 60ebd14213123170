package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.headrace.policy.Architecture;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.ModelConfig.AttentionBias;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are rotated in Hugging Face's half-split layout, not in the interleaved one. */
class RotaryLayoutTest {
  private static final int HEAD = 8;
  private static final int TOKENS = 5;

  /** Width 8, one head of 8: token t's normalized embedding is sqrt(8) times unit vector t. */
  private static final ModelConfig CONFIG = config(1e4);

  private static ModelConfig config(double base) {
    return new ModelConfig(
        Architecture.LLAMA,
        8,
        8,
        8,
        1,
        1,
        1,
        HEAD,
        16,
        1e-12,
        base,
        true,
        AttentionBias.NONE,
        List.of());
  }

  @Test
  void cachedKeysAreTheHalfSplitRotationOfTheirVectors() throws IOException {
    try (NDManager manager = NDManager.newBaseManager();
        PolicyProgram program = PolicyProgram.load(CONFIG, TinyModel.FLOAT32);
        KeyValueCache cache = program.newCache(1, 16)) {
      // Given
      var fixture = Fixture.safetensors(manager, "rope");
      float[] vectors = fixture.get("x").toFloatArray();
      try (PolicyParameters parameters = program.parameters(keysThatAre(vectors));
          ServingWeights weights = program.serve(parameters)) {
        // When
        TokenBatch batch = TokenBatch.rightPadded(List.of(new int[] {0, 1, 2, 3, 4}));
        program.prefill(weights, cache, batch, new int[] {0});
      }
      // Then
      float[] keys = halfSplit(cache.keys());
      assertThat(Difference.largest(keys, fixture.get("half_split").toFloatArray()))
          .isLessThan(1e-5);
      assertThat(Difference.largest(keys, fixture.get("interleaved").toFloatArray()))
          .isGreaterThan(1);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {10, 10_000, 1_000_000})
  void pairIOfAKeyTurnsByItsPositionOverTheBaseToThePowerOf2IOverD(double base) {
    ModelConfig config = config(base);
    float[] vectors = new float[TOKENS * HEAD];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) Math.sin(i + 1);
    }
    try (PolicyProgram program = PolicyProgram.load(config, TinyModel.FLOAT32);
        KeyValueCache cache = program.newCache(1, 16);
        PolicyParameters parameters = program.parameters(keysThatAre(vectors));
        ServingWeights weights = program.serve(parameters)) {
      // When
      TokenBatch batch = TokenBatch.rightPadded(List.of(new int[] {0, 1, 2, 3, 4}));
      program.prefill(weights, cache, batch, new int[] {0});
      // Then
      assertThat(Difference.largest(halfSplit(cache.keys()), turned(vectors, base)))
          .isLessThan(1e-5);
    }
  }

  /** The rotation by its definition, one pair at a time. */
  private static float[] turned(float[] vectors, double base) {
    float[] turned = new float[vectors.length];
    for (int token = 0; token < TOKENS; token++) {
      for (int i = 0; i < HEAD / 2; i++) {
        double angle = token / Math.pow(base, 2.0 * i / HEAD);
        int low = token * HEAD + i;
        int high = low + HEAD / 2;
        turned[low] = (float) (vectors[low] * Math.cos(angle) - vectors[high] * Math.sin(angle));
        turned[high] = (float) (vectors[low] * Math.sin(angle) + vectors[high] * Math.cos(angle));
      }
    }
    return turned;
  }

  private static Map<String, FloatTensor> keysThatAre(float[] vectors) {
    Map<String, FloatTensor> weights = InitialWeights.of(CONFIG, 1);
    float[] embedding = new float[HEAD * HEAD];
    float[] projection = new float[HEAD * HEAD];
    for (int token = 0; token < HEAD; token++) {
      embedding[token * HEAD + token] = 1;
      for (int i = 0; i < HEAD && token < TOKENS; i++) {
        projection[i * HEAD + token] = (float) (vectors[token * HEAD + i] / Math.sqrt(HEAD));
      }
    }
    weights.put("model.embed_tokens.weight", square(embedding));
    weights.put("model.layers.0.self_attn.k_proj.weight", square(projection));
    return weights;
  }

  private static FloatTensor square(float[] values) {
    return new FloatTensor(List.of((long) HEAD, (long) HEAD), FloatBuffer.wrap(values));
  }

  /** From the cache's [C, d] with pairs side by side back to rows of half-split vectors. */
  private static float[] halfSplit(NDArray keys) {
    float[] cached = keys.toFloatArray();
    float[] rows = new float[TOKENS * HEAD];
    for (int token = 0; token < TOKENS; token++) {
      for (int i = 0; i < HEAD; i++) {
        int pair = 2 * (i % (HEAD / 2)) + i / (HEAD / 2);
        rows[token * HEAD + i] = cached[token * HEAD + pair];
      }
    }
    return rows;
  }
}
