package io.headrace.policy.program;

import ai.djl.engine.Engine;
import io.headrace.policy.ModelConfig;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Timings of both precisions, measured once per machine, shape and role.
 *
 * <p>A process keeps its timings, and processes of one machine share them through {@link
 * TimingCache}; the first measurement takes less than a second. Only one thread of a process
 * measures at a time.
 */
public final class PrecisionTrials {
  private static final Map<String, PrecisionTiming> MEASURED = new ConcurrentHashMap<>();

  private PrecisionTrials() {}

  /**
   * The timing for a model on this CPU.
   *
   * @param settings role and threads; its precision is ignored
   */
  public static PrecisionTiming of(ModelConfig config, ExecutionSettings settings) {
    return MEASURED.computeIfAbsent(
        key(config, settings),
        key -> TimingCache.ofUser().get(key, () -> PrecisionTrial.measure(config, settings)));
  }

  /** All properties that the timing depends on, as text. */
  static String key(ModelConfig config, ExecutionSettings settings) {
    Processor processor = Processor.local();
    return """
    processor: %s; %s
    engine: PyTorch %s; oneDNN instruction set: %s
    role: %s; threads: %d
    shape: %s; biases: %s
    """
        .formatted(
            processor.model(),
            processor.notableFeatures(),
            Engine.getEngine(Devices.ENGINE).getVersion(),
            System.getenv().getOrDefault("ONEDNN_MAX_CPU_ISA", "all"),
            settings.role(),
            settings.threads(),
            shape(TrialShape.of(config)),
            config.attentionBias());
  }

  private static String shape(ModelConfig shape) {
    return "%s, %d layers, hidden %d, feed-forward %d, heads %d of which %d key-value, head %d, vocabulary %d"
        .formatted(
            shape.architecture(),
            shape.layers(),
            shape.hiddenSize(),
            shape.intermediateSize(),
            shape.heads(),
            shape.keyValueHeads(),
            shape.headDimension(),
            shape.vocabularySize());
  }
}
