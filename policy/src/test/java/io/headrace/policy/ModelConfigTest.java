package io.headrace.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.policy.ModelConfig.AttentionBias;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelConfigTest {
  private static final String BASE =
      """
      {"model_type": "llama", "vocab_size": 31, "hidden_size": 128, "intermediate_size": 344,
       "num_hidden_layers": 3, "num_attention_heads": 4, "num_key_value_heads": 2,
       "max_position_embeddings": 256, "tie_word_embeddings": true, "rms_norm_eps": 1e-5}
      """;

  @Test
  void countsTheParametersOfATinyTiedLlama() {
    assertThat(ModelConfig.fromJson(json(BASE), "config.json").parameterCount()).isEqualTo(548_608);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'rope_theta': 500000.0} | 500000",
        "{'rope_parameters': {'rope_theta': 1000000.0, 'rope_type': 'default'}} | 1000000",
        "{'rope_theta': 500000.0, 'rope_scaling': null} | 500000",
        "{'rope_scaling': {'rope_theta': 250000.0, 'rope_type': 'default'}} | 250000",
        "{} | 10000"
      })
  void readsTheRotaryBaseOfTransformers4And5(String keys, double expected) {
    assertThat(ModelConfig.fromJson(with(keys), "config.json").ropeTheta()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | NONE",
        "{'attention_bias': true} | ALL",
        "{'model_type': 'qwen2'} | QUERY_KEY_VALUE",
        "{'model_type': 'qwen2', 'attention_bias': true} | QUERY_KEY_VALUE",
        "{'model_type': 'qwen3'} | NONE"
      })
  void biasesFollowTheArchitecture(String keys, AttentionBias expected) {
    assertThat(ModelConfig.fromJson(with(keys), "config.json").attentionBias()).isEqualTo(expected);
  }

  @Test
  void headDimensionIsDerivedUnlessStated() {
    assertThat(ModelConfig.fromJson(json(BASE), "c").headDimension()).isEqualTo(32);
    assertThat(ModelConfig.fromJson(with("{'head_dim': 64}"), "c").headDimension()).isEqualTo(64);
  }

  @Test
  void aQwen3ThatDoesNotStateItsHeadDimensionHasTheDefaultOfTransformers() {
    assertThat(ModelConfig.fromJson(with("{'model_type': 'qwen3'}"), "c").headDimension())
        .isEqualTo(128);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'model_type': 'llama', 'use_sliding_window': true, 'sliding_window': 4}",
        "{'use_sliding_window': false, 'sliding_window': 4, 'max_window_layers': 0}",
        "{'use_sliding_window': true, 'sliding_window': 4}",
        "{'use_sliding_window': true, 'sliding_window': 256, 'max_window_layers': 0}",
        "{'use_sliding_window': true, 'sliding_window': 4, 'max_window_layers': 0, 'layer_types':"
            + " ['full_attention', 'full_attention', 'full_attention']}",
        "{'hidden_act': 'swish'}"
      })
  void settingsThatChangeNothingAreAccepted(String keys) {
    ObjectNode json = json(BASE).put("model_type", "qwen2");
    json.setAll(json(keys.replace('\'', '"')));
    assertThat(ModelConfig.fromJson(json, "c").layers()).isEqualTo(3);
  }

  @Test
  void readsOneOrSeveralEndOfSequenceIds() {
    assertThat(ModelConfig.fromJson(with("{'eos_token_id': 2}"), "c").endOfSequenceIds())
        .containsExactly(2);
    assertThat(ModelConfig.fromJson(with("{'eos_token_id': [2, 5]}"), "c").endOfSequenceIds())
        .containsExactly(2, 5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'model_type': 'gpt2'} | [m/config.json] model_type \"gpt2\" is not supported; use a model"
            + " of type llama, qwen2, qwen3",
        "{'hidden_act': 'gelu'} | [m/config.json] hidden_act \"gelu\" is not supported, only"
            + " \"silu\" is; use a model with it",
        "{'rope_parameters': {'rope_type': 'llama3'}} | [m/config.json] rope_parameters.rope_type"
            + " is \"llama3\", only \"default\" is supported; use a model without scaled rotary"
            + " positions",
        "{'rope_scaling': {'type': 'linear'}} | [m/config.json] rope_scaling.type is"
            + " \"linear\", only \"default\" is supported; use a model without scaled rotary"
            + " positions",
        "{'rope_parameters': 'default'} | [m/config.json] rope_parameters must be an object, not"
            + " \"default\"; correct the file",
        "{'hidden_act': 7} | [m/config.json] hidden_act must be a text, not 7; correct the file",
        "{'num_hidden_layers': 2000000000} | [m/config.json] num_hidden_layers 2000000000 is more"
            + " than the 10000 of any model; correct the file",
        "{'vocab_size': 'many'} | [m/config.json] vocab_size must be a whole number, not \"many\";"
            + " correct the file",
        "{'vocab_size': null} | [m/config.json] vocab_size is missing; give it as a whole number",
        "{'num_key_value_heads': 3} | [m/config.json] num_key_value_heads 3 does not divide"
            + " num_attention_heads 4; correct the file",
        "{'eos_token_id': 31} | [m/config.json] eos_token_id 31 is outside the vocabulary of 31"
            + " tokens; correct the file",
        "{'model_type': 'qwen2', 'use_sliding_window': true, 'sliding_window': 128,"
            + " 'max_window_layers': 2} | [m/config.json] use_sliding_window is true and"
            + " sliding_window is shorter than max_position_embeddings, which is not supported;"
            + " use a model without it",
        "{'model_type': 'qwen3', 'layer_types': ['full_attention', 'sliding_attention']} |"
            + " [m/config.json] layer_types has \"sliding_attention\", only \"full_attention\" is"
            + " supported; use a model without it",
        "{'hidden_size': 0} | [m/config.json] hidden_size must be positive, not 0; correct the"
            + " file"
      })
  void rejectsUnsupportedSettingsWithFileAndKey(String keys, String message) {
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> ModelConfig.fromJson(with(keys), "m/config.json"))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}",
        "{'attention_bias': true}",
        "{'model_type': 'qwen2'}",
        "{'model_type': 'qwen3'}"
      })
  void aWrittenConfigIsReadBackUnchanged(String keys) {
    // Given
    ModelConfig config =
        ModelConfig.fromJson(with(keys).put("rope_theta", 1e6).put("eos_token_id", 3), "c");
    // When
    ModelConfig again = ModelConfig.fromJson(config.toJson(), "c");
    // Then
    assertThat(again).isEqualTo(config);
  }

  @Test
  void listsTiedEmbeddingsOnce() {
    assertThat(ModelConfig.fromJson(json(BASE), "c").expectedTensors().sequencedKeySet())
        .doesNotContain("lm_head.weight")
        .hasSize(2 + 3 * 9);
    assertThat(ModelConfig.fromJson(with("{'tie_word_embeddings': false}"), "c").expectedTensors())
        .containsEntry("lm_head.weight", List.of(31L, 128L));
  }

  private static ObjectNode with(String keys) {
    ObjectNode merged = json(BASE);
    merged.setAll(json(keys.replace('\'', '"')));
    return merged;
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
