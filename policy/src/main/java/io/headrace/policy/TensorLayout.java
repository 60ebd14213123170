package io.headrace.policy;

import io.headrace.policy.ModelConfig.AttentionBias;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Names and shapes of a model's tensors, in the order of the program's parameters. */
final class TensorLayout {
  private final ModelConfig config;
  private final SequencedMap<String, List<Long>> shapes = new LinkedHashMap<>();

  private TensorLayout(ModelConfig config) {
    this.config = config;
  }

  static SequencedMap<String, List<Long>> of(ModelConfig config) {
    TensorLayout layout = new TensorLayout(config);
    layout.add("model.embed_tokens.weight", config.vocabularySize(), config.hiddenSize());
    for (int layer = 0; layer < config.layers(); layer++) {
      layout.addLayer("model.layers." + layer + ".");
    }
    layout.add("model.norm.weight", config.hiddenSize());
    if (!config.tiedEmbeddings()) {
      layout.add("lm_head.weight", config.vocabularySize(), config.hiddenSize());
    }
    return Collections.unmodifiableSequencedMap(layout.shapes);
  }

  private void addLayer(String layer) {
    int hidden = config.hiddenSize();
    add(layer + "input_layernorm.weight", hidden);
    addAttention(layer + "self_attn.");
    add(layer + "post_attention_layernorm.weight", hidden);
    add(layer + "mlp.gate_proj.weight", config.intermediateSize(), hidden);
    add(layer + "mlp.up_proj.weight", config.intermediateSize(), hidden);
    add(layer + "mlp.down_proj.weight", hidden, config.intermediateSize());
  }

  private void addAttention(String attention) {
    int hidden = config.hiddenSize();
    long queries = (long) config.heads() * config.headDimension();
    long keys = (long) config.keyValueHeads() * config.headDimension();
    add(attention + "q_proj.weight", queries, hidden);
    add(attention + "k_proj.weight", keys, hidden);
    add(attention + "v_proj.weight", keys, hidden);
    add(attention + "o_proj.weight", hidden, queries);
    if (config.attentionBias() != AttentionBias.NONE) {
      add(attention + "q_proj.bias", queries);
      add(attention + "k_proj.bias", keys);
      add(attention + "v_proj.bias", keys);
    }
    if (config.attentionBias() == AttentionBias.ALL) {
      add(attention + "o_proj.bias", hidden);
    }
    if (config.architecture().hasQueryKeyNorm()) {
      add(attention + "q_norm.weight", config.headDimension());
      add(attention + "k_norm.weight", config.headDimension());
    }
  }

  private void add(String name, long... shape) {
    shapes.put(name, Arrays.stream(shape).boxed().toList());
  }
}
