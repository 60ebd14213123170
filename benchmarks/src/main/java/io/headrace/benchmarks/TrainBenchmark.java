package io.headrace.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.headrace.policy.program.AdamWSettings;
import io.headrace.policy.program.ExecutionSettings;
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
 * Training steps of the tiny Llama: forward, backward, clipping and AdamW on 64 rows of 70 tokens.
 * The baseline is one thread in float32.
 */
public final class TrainBenchmark {

  private static final int ROWS = 64;
  private static final int COLUMNS = 70;
  private static final int STEPS = 10;
  private static final int REPEATS = 5;

  private TrainBenchmark() {}

  /**
   * Measures.
   *
   * @param threads of the measured program
   */
  public static List<Figure> run(int threads) {
    double single = tokensPerSecond(1, PrecisionChoice.FLOAT32);
    double float32 = tokensPerSecond(threads, PrecisionChoice.FLOAT32);
    double bfloat16 = tokensPerSecond(threads, PrecisionChoice.BFLOAT16);
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure("train float32, 1 thread (baseline)", single, "tokens/s"));
    figures.add(new Figure("train float32, %d threads".formatted(threads), float32, "tokens/s"));
    figures.add(new Figure("train bfloat16, %d threads".formatted(threads), bfloat16, "tokens/s"));
    figures.add(new Figure("train best", Math.max(float32, bfloat16), "tokens/s"));
    figures.add(Figure.ratio("train float32 over baseline", float32, single));
    figures.add(Figure.ratio("train bfloat16 over baseline", bfloat16, single));
    return figures;
  }

  private static double tokensPerSecond(int threads, PrecisionChoice precision) {
    ExecutionSettings settings = ExecutionSettings.training(threads).with(precision);
    try (PolicyProgram program = PolicyProgram.load(TinyLlama.config(), settings);
        PolicyParameters parameters = program.parameters(1);
        OptimizerState optimizer = program.optimizer()) {
      parameters.requireGradients(true);
      TokenBatch batch = batch();
      return Repeats.median(REPEATS, () -> measure(program, parameters, optimizer, batch));
    }
  }

  private static double measure(
      PolicyProgram program,
      PolicyParameters parameters,
      OptimizerState optimizer,
      TokenBatch batch) {
    long begin = System.nanoTime();
    for (int step = 0; step < STEPS; step++) {
      step(program, parameters, optimizer, batch);
    }
    return (double) STEPS * ROWS * COLUMNS / ((System.nanoTime() - begin) / 1e9);
  }

  private static void step(
      PolicyProgram program,
      PolicyParameters parameters,
      OptimizerState optimizer,
      TokenBatch batch) {
    float[] temperatures = new float[ROWS];
    Arrays.fill(temperatures, 1);
    try (NDManager scope = program.newScope()) {
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray loss = program.logProbs(scope, parameters, batch, temperatures).mean().neg();
        collector.backward(loss);
      }
      program.update(parameters, optimizer, AdamWSettings.of(1e-4));
    }
  }

  private static TokenBatch batch() {
    Random random = new Random(7);
    List<int[]> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      rows.add(random.ints(COLUMNS, 3, TinyLlama.config().vocabularySize()).toArray());
    }
    return TokenBatch.rightPadded(rows);
  }
}
