package io.headrace.policy;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The supported decoder families. All are pre-norm with rotary positions, grouped-query attention
 * and SwiGLU; they differ in biases and in the norm on queries and keys.
 */
public enum Architecture {
  /** {@code LlamaForCausalLM}: biases on q, k, v and o only if {@code attention_bias} is true. */
  LLAMA("llama", "LlamaForCausalLM"),
  /** {@code Qwen2ForCausalLM}: always biased on q, k and v, never on o. */
  QWEN2("qwen2", "Qwen2ForCausalLM"),
  /** {@code Qwen3ForCausalLM}: RMSNorm over each head's queries and keys before the rotation. */
  QWEN3("qwen3", "Qwen3ForCausalLM");

  private final String modelType;
  private final String className;

  Architecture(String modelType, String className) {
    this.modelType = modelType;
    this.className = className;
  }

  /** The value of {@code model_type} in config.json. */
  public String modelType() {
    return modelType;
  }

  /** The value listed under {@code architectures} in config.json. */
  public String className() {
    return className;
  }

  boolean hasQueryKeyNorm() {
    return this == QWEN3;
  }

  /** The architecture of a {@code model_type}; empty when it is not supported. */
  public static Optional<Architecture> ofModelType(String modelType) {
    return Arrays.stream(values()).filter(a -> a.modelType.equals(modelType)).findFirst();
  }

  static String known() {
    return Arrays.stream(values()).map(Architecture::modelType).collect(Collectors.joining(", "));
  }
}
