package io.headrace.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.policy.ModelConfig.AttentionBias;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads config.json of transformers 4 ({@code rope_theta}, {@code rope_scaling}) and 5 ({@code
 * rope_parameters}).
 */
final class ModelConfigReader {
  private static final double DEFAULT_ROPE_THETA = 10_000;

  private final ObjectNode json;
  private final String place;

  ModelConfigReader(ObjectNode json, String place) {
    this.json = json;
    this.place = place;
  }

  ModelConfig read() {
    Architecture architecture = architecture();
    requireSupported();
    int heads = integer("num_attention_heads");
    int hidden = integer("hidden_size");
    try {
      return new ModelConfig(
          architecture,
          integer("vocab_size"),
          hidden,
          integer("intermediate_size"),
          integer("num_hidden_layers"),
          heads,
          integer("num_key_value_heads", heads),
          headDimension(hidden, heads),
          integer("max_position_embeddings", 2048),
          number(json, "rms_norm_eps", 1e-6),
          ropeTheta(),
          flag("tie_word_embeddings"),
          bias(architecture),
          endOfSequenceIds());
    } catch (IllegalArgumentException e) {
      throw failure(e.getMessage() + "; correct the file");
    }
  }

  private Architecture architecture() {
    JsonNode type = json.path("model_type");
    if (!type.isTextual()) {
      throw failure("model_type is missing; expected one of " + Architecture.known());
    }
    return Architecture.ofModelType(type.textValue())
        .orElseThrow(
            () ->
                failure(
                    "model_type \"%s\" is not supported; use a model of type %s"
                        .formatted(type.textValue(), Architecture.known())));
  }

  private void requireSupported() {
    String activation = json.path("hidden_act").asText("silu");
    if (!activation.equals("silu")) {
      throw failure("hidden_act \"%s\" is not supported, only \"silu\" is".formatted(activation));
    }
    for (String key : List.of("mlp_bias", "use_sliding_window")) {
      if (flag(key)) {
        throw failure(key + " is true, which is not supported; use a model without it");
      }
    }
    requirePlainRope("rope_scaling");
    requirePlainRope("rope_parameters");
  }

  private void requirePlainRope(String key) {
    JsonNode rope = json.path(key);
    String type = rope.path("rope_type").asText(rope.path("type").asText("default"));
    if (!type.equals("default")) {
      throw failure(
          "%s has rope_type \"%s\", only \"default\" is supported; use a model without scaled rotary positions"
              .formatted(key, type));
    }
  }

  private double ropeTheta() {
    double topLevel = number(json, "rope_theta", DEFAULT_ROPE_THETA);
    return number(json.path("rope_parameters"), "rope_theta", topLevel);
  }

  private int headDimension(int hidden, int heads) {
    if (present("head_dim")) {
      return integer("head_dim");
    }
    if (heads < 1 || hidden % heads != 0) {
      throw failure(
          "hidden_size %d is not a multiple of num_attention_heads %d; state head_dim"
              .formatted(hidden, heads));
    }
    return hidden / heads;
  }

  private AttentionBias bias(Architecture architecture) {
    if (architecture == Architecture.QWEN2) {
      return AttentionBias.QUERY_KEY_VALUE;
    }
    return flag("attention_bias") ? AttentionBias.ALL : AttentionBias.NONE;
  }

  private List<Integer> endOfSequenceIds() {
    JsonNode node = json.path("eos_token_id");
    List<Integer> ids = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(id -> ids.add(whole("eos_token_id", id)));
    } else if (present("eos_token_id")) {
      ids.add(whole("eos_token_id", node));
    }
    return ids;
  }

  private boolean present(String key) {
    return !json.path(key).isMissingNode() && !json.path(key).isNull();
  }

  private boolean flag(String key) {
    JsonNode node = json.path(key);
    if (present(key) && !node.isBoolean()) {
      throw failure("%s must be true or false, not %s".formatted(key, node));
    }
    return node.asBoolean(false);
  }

  private int integer(String key, int otherwise) {
    return present(key) ? integer(key) : otherwise;
  }

  private int integer(String key) {
    if (!present(key)) {
      throw failure(key + " is missing; it must be a whole number");
    }
    return whole(key, json.path(key));
  }

  private int whole(String key, JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw failure("%s must be a whole number, not %s".formatted(key, node));
    }
    return node.intValue();
  }

  private double number(JsonNode parent, String key, double otherwise) {
    JsonNode node = parent.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    if (!node.isNumber()) {
      throw failure("%s must be a number, not %s".formatted(key, node));
    }
    return node.doubleValue();
  }

  private ModelFormatException failure(String problem) {
    return new ModelFormatException("[" + place + "] " + problem);
  }
}
