package io.headrace.policy.program;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.headrace.policy.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Times one precision on a part of the model: decode steps for a decoder, a forward and a backward
 * pass for a learner. Owns a program of its own; used by one thread.
 */
final class PrecisionTrial implements AutoCloseable {
  private static final int DECODE_STEPS = 4;
  private static final int NO_TOKEN = -1;
  private static final int PROMPT = 32;
  private static final int COLUMNS = 64;
  private static final int MIN_ROUNDS = 3;
  private static final int MAX_ROUNDS = 20;
  private static final long BUDGET_NANOS = 400_000_000;

  private final ModelConfig shape;
  private final PolicyProgram program;
  private final PolicyParameters parameters;
  private final ExecutionRole role;

  private PrecisionTrial(ModelConfig shape, ExecutionSettings settings, Precision precision) {
    this.shape = shape;
    this.role = settings.role();
    this.program = PolicyProgram.load(shape, precision, Device.cpu(), settings.threads());
    this.parameters = program.parameters(1);
    parameters.requireGradients(role == ExecutionRole.TRAINING);
  }

  /**
   * Measures both precisions alternately and takes the shortest time of each, so that other load on
   * the machine affects both alike.
   *
   * @param config the whole model
   */
  static PrecisionTiming measure(ModelConfig config, ExecutionSettings settings) {
    ModelConfig shape = TrialShape.of(config);
    try (var float32 = new PrecisionTrial(shape, settings, Precision.FLOAT32);
        var bfloat16 = new PrecisionTrial(shape, settings, Precision.BFLOAT16)) {
      float32.nanos();
      bfloat16.nanos();
      long shortest32 = Long.MAX_VALUE;
      long shortest16 = Long.MAX_VALUE;
      long begin = System.nanoTime();
      for (int round = 0; round < MAX_ROUNDS && !isBudgetUsed(round, begin); round++) {
        shortest32 = Math.min(shortest32, float32.nanos());
        shortest16 = Math.min(shortest16, bfloat16.nanos());
      }
      return new PrecisionTiming(micros(shortest32), micros(shortest16));
    }
  }

  private static boolean isBudgetUsed(int rounds, long begin) {
    return rounds >= MIN_ROUNDS && System.nanoTime() - begin > BUDGET_NANOS;
  }

  private static long micros(long nanos) {
    return Math.max(1, nanos / 1000);
  }

  /** Runs the workload once and returns its time. */
  private long nanos() {
    return switch (role) {
      case GENERATION -> decode();
      case TRAINING -> train();
    };
  }

  private long decode() {
    int rows = Math.max(1, TrialShape.tokens(shape) / DECODE_STEPS);
    int[] positions = new int[rows];
    int[] limits = new int[rows];
    float[] temperatures = new float[rows];
    Arrays.fill(positions, PROMPT);
    Arrays.fill(limits, COLUMNS);
    Arrays.fill(temperatures, 1);
    DecodeRequest request =
        new DecodeRequest(
            new int[rows],
            positions,
            limits,
            temperatures,
            new float[DECODE_STEPS][rows],
            new int[] {NO_TOKEN});
    try (ServingWeights weights = program.serve(parameters);
        KeyValueCache cache = program.newCache(rows, COLUMNS)) {
      long begin = System.nanoTime();
      program.decode(weights, cache, request);
      return System.nanoTime() - begin;
    }
  }

  private long train() {
    TokenBatch batch = batch(Math.max(1, TrialShape.tokens(shape) / COLUMNS));
    float[] temperatures = new float[batch.rows()];
    Arrays.fill(temperatures, 1);
    try (NDManager scope = program.newScope();
        Gradients gradients = Gradients.record()) {
      long begin = System.nanoTime();
      NDArray loss = program.logProbs(scope, parameters, batch, temperatures).mean().neg();
      gradients.backward(loss);
      return System.nanoTime() - begin;
    }
  }

  private TokenBatch batch(int rows) {
    SplittableRandom random = new SplittableRandom(1);
    List<int[]> tokens = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      tokens.add(random.ints(COLUMNS, 0, shape.vocabularySize()).toArray());
    }
    return TokenBatch.rightPadded(tokens);
  }

  @Override
  public void close() {
    parameters.close();
    program.close();
  }
}
