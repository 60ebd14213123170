package io.headrace.policy.program;

import io.headrace.policy.ModelConfig;
import java.util.List;

/**
 * The part of a model that a precision trial runs: one or two layers with bounded widths, so that a
 * trial of a large model takes no longer than one of a small model.
 */
final class TrialShape {
  private static final int MAX_LAYERS = 2;
  private static final int MAX_HIDDEN = 1024;
  private static final int MAX_WORDS = 1024;
  private static final int MAX_POSITIONS = 256;

  /** Multiply-adds of one trial step; about 10 ms of one core. */
  private static final long STEP_PRODUCTS = 1L << 29;

  private static final int MAX_TOKENS = 2048;
  private static final int MIN_TOKENS = 8;

  private TrialShape() {}

  static ModelConfig of(ModelConfig config) {
    int hidden = Math.min(config.hiddenSize(), MAX_HIDDEN);
    double scale = (double) hidden / config.hiddenSize();
    int kvHeads = Math.max(1, (int) Math.round(config.keyValueHeads() * scale));
    int shared = config.heads() / config.keyValueHeads();
    return new ModelConfig(
        config.architecture(),
        Math.min(config.vocabularySize(), MAX_WORDS),
        hidden,
        Math.max(1, (int) Math.round(config.intermediateSize() * scale)),
        hidden < config.hiddenSize() ? 1 : Math.min(config.layers(), MAX_LAYERS),
        kvHeads * shared,
        kvHeads,
        config.headDimension(),
        MAX_POSITIONS,
        config.rmsNormEpsilon(),
        config.ropeTheta(),
        true,
        config.attentionBias(),
        List.of());
  }

  /** Tokens of one trial step of the shape. */
  static int tokens(ModelConfig shape) {
    long fitting = STEP_PRODUCTS / shape.parameterCount();
    return Math.clamp(fitting, MIN_TOKENS, MAX_TOKENS);
  }
}
