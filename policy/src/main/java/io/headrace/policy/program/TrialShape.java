package io.headrace.policy.program;

import io.headrace.policy.ModelConfig;
import java.util.List;

/**
 * The part of a model that a precision trial runs: one or two of its layers, and widths bounded so
 * that a trial of a large model takes no longer than one of a small model.
 */
final class TrialShape {
  private static final int MOST_LAYERS = 2;
  private static final int MOST_HIDDEN = 1024;
  private static final int MOST_WORDS = 1024;
  private static final int MOST_POSITIONS = 256;

  /** Multiply-adds of one trial step; about 10 ms of one core. */
  private static final long STEP_PRODUCTS = 1L << 29;

  private static final int MOST_TOKENS = 2048;
  private static final int FEWEST_TOKENS = 8;

  private TrialShape() {}

  static ModelConfig of(ModelConfig config) {
    int hidden = Math.min(config.hiddenSize(), MOST_HIDDEN);
    double scale = (double) hidden / config.hiddenSize();
    int kvHeads = Math.max(1, (int) Math.round(config.keyValueHeads() * scale));
    int shared = config.heads() / config.keyValueHeads();
    return new ModelConfig(
        config.architecture(),
        Math.min(config.vocabularySize(), MOST_WORDS),
        hidden,
        Math.max(1, (int) Math.round(config.intermediateSize() * scale)),
        hidden < config.hiddenSize() ? 1 : Math.min(config.layers(), MOST_LAYERS),
        kvHeads * shared,
        kvHeads,
        config.headDimension(),
        MOST_POSITIONS,
        config.rmsNormEpsilon(),
        config.ropeTheta(),
        true,
        config.attentionBias(),
        List.of());
  }

  /** Tokens of one trial step of the shape. */
  static int tokens(ModelConfig shape) {
    long fitting = STEP_PRODUCTS / shape.parameterCount();
    return Math.clamp(fitting, FEWEST_TOKENS, MOST_TOKENS);
  }
}
