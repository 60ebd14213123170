package io.headrace.policy;

import io.headrace.pipeline.json.JsonFields;
import java.util.List;
import java.util.Set;

/** Rejects features of a {@code config.json} that the program does not support. */
final class SupportedFeatures {

  /** Supported activations: two names of the same function. */
  private static final Set<String> ACTIVATIONS = Set.of("silu", "swish");

  private static final String FULL_ATTENTION = "full_attention";

  private SupportedFeatures() {}

  static void check(JsonFields keys, Architecture architecture) {
    String activation = keys.text("hidden_act").orElse("silu");
    if (!ACTIVATIONS.contains(activation)) {
      throw keys.fault(
          "hidden_act",
          "\"%s\" is not supported, only \"silu\" is; use a model with it".formatted(activation));
    }
    if (keys.flag("mlp_bias")) {
      throw keys.fault("mlp_bias", "is true, which is not supported; use a model without it");
    }
    if (architecture != Architecture.LLAMA) {
      checkAttention(keys);
    }
  }

  /** Rejects Qwen's sliding-window attention. */
  private static void checkAttention(JsonFields keys) {
    List<String> kinds = keys.texts("layer_types");
    for (String kind : kinds) {
      if (!kind.equals(FULL_ATTENTION)) {
        throw keys.fault(
            "layer_types",
            "has \"%s\", only \"%s\" is supported; use a model without it"
                .formatted(kind, FULL_ATTENTION));
      }
    }
    if (kinds.isEmpty() && hasWindow(keys)) {
      throw keys.fault(
          "use_sliding_window",
          "is true and sliding_window is shorter than max_position_embeddings, which is not"
              + " supported; use a model without it");
    }
  }

  /** Whether some layer sees fewer positions than the model takes. */
  private static boolean hasWindow(JsonFields keys) {
    int positions = keys.integer("max_position_embeddings", ModelConfigReader.MAX_POSITIONS);
    return keys.flag("use_sliding_window")
        && keys.integer("sliding_window", 4096) < positions
        && keys.integer("max_window_layers", 28) < keys.integer("num_hidden_layers");
  }
}
