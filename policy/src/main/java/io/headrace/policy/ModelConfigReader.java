package io.headrace.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.pipeline.json.JsonFields;
import io.headrace.policy.ModelConfig.AttentionBias;

/** Reads the config.json of transformers 4 and 5, with the same defaults for missing keys. */
final class ModelConfigReader {

  /** Default of {@code max_position_embeddings}. */
  static final int MAX_POSITIONS = 2048;

  private static final int QWEN3_HEAD_DIMENSION = 128;

  private final JsonFields keys;

  ModelConfigReader(ObjectNode json, String place) {
    this.keys =
        JsonFields.of(json, problem -> new ModelFormatException("[" + place + "] " + problem));
  }

  ModelConfig read() {
    Architecture architecture = architecture();
    SupportedFeatures.check(keys, architecture);
    int heads = keys.integer("num_attention_heads");
    int hidden = keys.integer("hidden_size");
    try {
      return new ModelConfig(
          architecture,
          keys.integer("vocab_size"),
          hidden,
          keys.integer("intermediate_size"),
          keys.integer("num_hidden_layers"),
          heads,
          keys.integer("num_key_value_heads", heads),
          headDimension(architecture, hidden, heads),
          keys.integer("max_position_embeddings", MAX_POSITIONS),
          keys.number("rms_norm_eps", 1e-6),
          RotaryKeys.theta(keys),
          keys.flag("tie_word_embeddings"),
          bias(architecture),
          keys.integers("eos_token_id"));
    } catch (IllegalArgumentException e) {
      throw keys.fault().apply(e.getMessage() + JsonFields.CORRECT);
    }
  }

  private Architecture architecture() {
    String type =
        keys.text("model_type")
            .orElseThrow(
                () -> keys.fault("model_type", "is missing; give one of " + Architecture.known()));
    return Architecture.ofModelType(type)
        .orElseThrow(
            () ->
                keys.fault(
                    "model_type",
                    "\"%s\" is not supported; use a model of type %s"
                        .formatted(type, Architecture.known())));
  }

  private int headDimension(Architecture architecture, int hidden, int heads) {
    if (keys.has("head_dim")) {
      return keys.integer("head_dim");
    }
    if (architecture == Architecture.QWEN3) {
      return QWEN3_HEAD_DIMENSION;
    }
    if (heads < 1 || hidden % heads != 0) {
      throw keys.fault(
          "hidden_size",
          "%d is not a multiple of num_attention_heads %d; state head_dim"
              .formatted(hidden, heads));
    }
    return hidden / heads;
  }

  private AttentionBias bias(Architecture architecture) {
    if (architecture == Architecture.QWEN2) {
      return AttentionBias.QUERY_KEY_VALUE;
    }
    return keys.flag("attention_bias") ? AttentionBias.ALL : AttentionBias.NONE;
  }
}
