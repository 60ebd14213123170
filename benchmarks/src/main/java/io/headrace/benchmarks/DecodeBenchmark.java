package io.headrace.benchmarks;

import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.generation.Decoder;
import io.headrace.policy.generation.DecoderSettings;
import io.headrace.policy.generation.FinishedSample;
import io.headrace.policy.generation.ProgramEngine;
import io.headrace.policy.generation.RepetitionRule;
import io.headrace.policy.program.DeviceChoice;
import io.headrace.policy.program.ExecutionRole;
import io.headrace.policy.program.ExecutionSettings;
import io.headrace.policy.program.InitialWeights;
import io.headrace.policy.program.PrecisionChoice;
import io.headrace.policy.tokenizer.CharacterTokenizer;
import io.headrace.policy.tokenizer.Tokenizer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures decoding with the rollout workers' decoder. The baseline is one worker with one slot.
 * Default workload: 128 groups of 8 samples of the tiny Llama, exactly 64 new tokens each, 512
 * slots.
 */
public final class DecodeBenchmark {

  private static final int STEPS = 8;
  private static final int REPEATS = 5;
  private static final int MODEL_REPEATS = 3;

  private DecodeBenchmark() {}

  /**
   * Measures the tiny Llama.
   *
   * @param workers number of concurrent single-threaded decoders
   */
  public static List<Measurement> run(int workers) {
    DecodeWork work = DecodeWork.tiny();
    double single = Repeats.median(1, () -> oneWorker(work.single(), PrecisionChoice.AUTO, 1));
    double float32 = Repeats.median(REPEATS, () -> oneWorker(work, PrecisionChoice.FLOAT32, 1));
    double bfloat16 = Repeats.median(REPEATS, () -> oneWorker(work, PrecisionChoice.BFLOAT16, 1));
    PrecisionChoice best = bfloat16 > float32 ? PrecisionChoice.BFLOAT16 : PrecisionChoice.FLOAT32;
    double multiple = Repeats.median(REPEATS, () -> sideBySide(work, best, workers));
    double one = Math.max(float32, bfloat16);
    return List.of(
        new Measurement("decode 1 slot, 1 worker (baseline)", single, "tokens/s"),
        new Measurement("decode float32, 1 worker", float32, "tokens/s"),
        new Measurement("decode bfloat16, 1 worker", bfloat16, "tokens/s"),
        new Measurement("decode %d workers".formatted(workers), multiple, "tokens/s"),
        new Measurement("decode best", Math.max(one, multiple), "tokens/s"),
        Measurement.ratio("decode %d slots over 1 slot".formatted(work.slots()), one, single),
        Measurement.ratio("decode %d workers over 1".formatted(workers), multiple, one));
  }

  /**
   * Measures a model's shape with random weights, with one worker that has all threads and with one
   * worker per thread.
   *
   * @param threads total number of threads
   * @param rows sequences decoded concurrently, over all workers
   * @param newTokens new tokens of each sequence
   */
  public static List<Measurement> run(ModelConfig config, int threads, int rows, int newTokens) {
    DecodeWork work = new DecodeWork(config, rows, 1, newTokens, rows);
    List<Measurement> measurements = new ArrayList<>();
    double single =
        Repeats.median(1, () -> oneWorker(work.single(), PrecisionChoice.AUTO, threads));
    measurements.add(new Measurement("decode 1 row (baseline)", single, "tokens/s"));
    double best = 0;
    for (PrecisionChoice precision : List.of(PrecisionChoice.FLOAT32, PrecisionChoice.BFLOAT16)) {
      double one = Repeats.median(MODEL_REPEATS, () -> oneWorker(work, precision, threads));
      measurements.add(measurement(precision, "1 worker of %d threads".formatted(threads), one));
      best = Math.max(best, one);
      if (threads > 1 && rows >= threads) {
        double multiple =
            Repeats.median(
                MODEL_REPEATS, () -> sideBySide(work.rows(rows / threads), precision, threads));
        measurements.add(
            measurement(precision, "%d workers of 1 thread".formatted(threads), multiple));
        best = Math.max(best, multiple);
      }
    }
    measurements.add(new Measurement("decode best", best, "tokens/s"));
    measurements.add(Measurement.ratio("decode %d rows over 1".formatted(rows), best, single));
    return measurements;
  }

  private static Measurement measurement(PrecisionChoice precision, String how, double value) {
    String name = precision == PrecisionChoice.FLOAT32 ? "float32" : "bfloat16";
    return new Measurement("decode %s, %s".formatted(name, how), value, "tokens/s");
  }

  private static double sideBySide(DecodeWork work, PrecisionChoice precision, int workers) {
    try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
      List<Future<Double>> rates = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        rates.add(executor.submit(() -> oneWorker(work, precision, 1)));
      }
      double sum = 0;
      for (Future<Double> rate : rates) {
        sum += rate.get();
      }
      return sum;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a worker failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }

  /** Tokens per second of one worker, without loading. */
  private static double oneWorker(DecodeWork work, PrecisionChoice precision, int threads) {
    Tokenizer tokenizer = new UnendingTokenizer(CharacterTokenizer.ascii());
    Map<String, FloatTensor> weights = InitialWeights.of(work.config(), 1);
    var execution =
        new ExecutionSettings(ExecutionRole.GENERATION, DeviceChoice.AUTO, precision, threads);
    ProgramEngine engine = ProgramEngine.open(work.config(), execution);
    DecoderSettings settings = new DecoderSettings(work.slots(), STEPS, RepetitionRule.never());
    try (var decoder = new Decoder<>(engine, tokenizer, settings, InstantSource.system())) {
      decoder.swap(0, weights);
      decode(decoder, work, work.warmUpGroups());
      long begin = System.nanoTime();
      long tokens = decode(decoder, work, work.groups());
      return tokens / ((System.nanoTime() - begin) / 1e9);
    }
  }

  private static long decode(Decoder<?> decoder, DecodeWork work, int groups) {
    for (int group = 0; group < groups; group++) {
      decoder.submit(work.request(group));
    }
    return decoder.drain().stream().map(FinishedSample::tokens).mapToLong(t -> t.length).sum();
  }
}
