package io.headrace.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.policy.ModelConfig.AttentionBias;

/** Writes config.json with the keys of both transformers 4 and transformers 5. */
final class ModelConfigWriter {
  private ModelConfigWriter() {}

  static ObjectNode write(ModelConfig config) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("architectures").add(config.architecture().className());
    json.put("model_type", config.architecture().modelType());
    json.put("vocab_size", config.vocabularySize());
    json.put("hidden_size", config.hiddenSize());
    json.put("intermediate_size", config.intermediateSize());
    json.put("num_hidden_layers", config.layers());
    json.put("num_attention_heads", config.heads());
    json.put("num_key_value_heads", config.keyValueHeads());
    json.put("head_dim", config.headDimension());
    json.put("hidden_act", "silu");
    json.put("max_position_embeddings", config.maxPositions());
    json.put("rms_norm_eps", config.rmsNormEpsilon());
    putRope(json, config.ropeTheta());
    json.put("tie_word_embeddings", config.tiedEmbeddings());
    if (config.architecture() != Architecture.QWEN2) {
      json.put("attention_bias", config.attentionBias() == AttentionBias.ALL);
    }
    putEndOfSequence(json, config);
    json.put("dtype", "float32").put("torch_dtype", "float32");
    return json;
  }

  private static void putRope(ObjectNode json, double theta) {
    json.put("rope_theta", theta);
    json.putObject("rope_parameters").put("rope_theta", theta).put("rope_type", "default");
  }

  private static void putEndOfSequence(ObjectNode json, ModelConfig config) {
    if (config.endOfSequenceIds().size() == 1) {
      json.put("eos_token_id", config.endOfSequenceIds().getFirst());
    } else if (!config.endOfSequenceIds().isEmpty()) {
      ArrayNode ids = json.putArray("eos_token_id");
      config.endOfSequenceIds().forEach(ids::add);
    }
  }
}
