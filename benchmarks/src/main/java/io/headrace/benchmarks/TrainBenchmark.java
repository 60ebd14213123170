package io.headrace.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.program.AdamWSettings;
import io.headrace.policy.program.ExecutionSettings;
import io.headrace.policy.program.Gradients;
import io.headrace.policy.program.OptimizerState;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import io.headrace.policy.program.PrecisionChoice;
import io.headrace.policy.program.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Measures training steps: forward, backward, clipping and AdamW. Default workload: the tiny Llama
 * on 64 rows of 70 tokens. The baseline is one thread in float32.
 */
public final class TrainBenchmark {

  private static final int ROWS = 64;
  private static final int COLUMNS = 70;
  private static final int STEPS = 10;
  private static final int REPEATS = 5;
  private static final int MODEL_STEPS = 1;
  private static final int MODEL_REPEATS = 3;

  /**
   * The workload.
   *
   * @param config the model's shape; its weights are random
   * @param rows rows per step
   * @param columns tokens per row
   * @param steps steps per measurement
   * @param repeats number of measurements for the median
   */
  private record Work(ModelConfig config, int rows, int columns, int steps, int repeats) {}

  private TrainBenchmark() {}

  /**
   * Measures the tiny Llama.
   *
   * @param threads number of threads of the measured program
   */
  public static List<Measurement> run(int threads) {
    return run(new Work(TinyLlama.config(), ROWS, COLUMNS, STEPS, REPEATS), threads);
  }

  /**
   * Measures a model's shape with random weights.
   *
   * @param threads number of threads of the measured program
   * @param rows rows per step
   * @param columns tokens per row
   */
  public static List<Measurement> run(ModelConfig config, int threads, int rows, int columns) {
    return run(new Work(config, rows, columns, MODEL_STEPS, MODEL_REPEATS), threads);
  }

  private static List<Measurement> run(Work work, int threads) {
    double single = tokensPerSecond(work, 1, PrecisionChoice.FLOAT32);
    double float32 = tokensPerSecond(work, threads, PrecisionChoice.FLOAT32);
    double bfloat16 = tokensPerSecond(work, threads, PrecisionChoice.BFLOAT16);
    List<Measurement> measurements = new ArrayList<>();
    measurements.add(new Measurement("train float32, 1 thread (baseline)", single, "tokens/s"));
    measurements.add(
        new Measurement("train float32, %d threads".formatted(threads), float32, "tokens/s"));
    measurements.add(
        new Measurement("train bfloat16, %d threads".formatted(threads), bfloat16, "tokens/s"));
    measurements.add(new Measurement("train best", Math.max(float32, bfloat16), "tokens/s"));
    measurements.add(Measurement.ratio("train float32 over baseline", float32, single));
    measurements.add(Measurement.ratio("train bfloat16 over baseline", bfloat16, single));
    return measurements;
  }

  private static double tokensPerSecond(Work work, int threads, PrecisionChoice precision) {
    ExecutionSettings settings = ExecutionSettings.training(threads).with(precision);
    try (PolicyProgram program = PolicyProgram.load(work.config(), settings);
        PolicyParameters parameters = program.parameters(1);
        OptimizerState optimizer = program.optimizer()) {
      parameters.requireGradients(true);
      return Repeats.median(work.repeats(), () -> measure(work, program, parameters, optimizer));
    }
  }

  private static double measure(
      Work work, PolicyProgram program, PolicyParameters parameters, OptimizerState optimizer) {
    TokenBatch batch = batch(work);
    long begin = System.nanoTime();
    for (int step = 0; step < work.steps(); step++) {
      step(program, parameters, optimizer, batch);
    }
    long tokens = (long) work.steps() * work.rows() * work.columns();
    return tokens / ((System.nanoTime() - begin) / 1e9);
  }

  private static void step(
      PolicyProgram program,
      PolicyParameters parameters,
      OptimizerState optimizer,
      TokenBatch batch) {
    float[] temperatures = new float[batch.rows()];
    Arrays.fill(temperatures, 1);
    try (NDManager scope = program.newScope()) {
      try (Gradients gradients = Gradients.record()) {
        NDArray loss = program.logProbs(scope, parameters, batch, temperatures).mean().neg();
        gradients.backward(loss);
      }
      program.update(parameters, optimizer, AdamWSettings.of(1e-4));
    }
  }

  private static TokenBatch batch(Work work) {
    Random random = new Random(7);
    List<int[]> rows = new ArrayList<>();
    for (int row = 0; row < work.rows(); row++) {
      rows.add(random.ints(work.columns(), 0, work.config().vocabularySize()).toArray());
    }
    return TokenBatch.rightPadded(rows);
  }
}
