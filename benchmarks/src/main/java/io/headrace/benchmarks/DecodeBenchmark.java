package io.headrace.benchmarks;

import io.headrace.policy.FloatTensor;
import io.headrace.policy.generation.Decoder;
import io.headrace.policy.generation.DecoderSettings;
import io.headrace.policy.generation.FinishedSample;
import io.headrace.policy.generation.GenerationRequest;
import io.headrace.policy.generation.ProgramEngine;
import io.headrace.policy.generation.RepetitionRule;
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
 * Decoding with the rollout workers' own decoder: 128 groups of 8 samples of the tiny Llama,
 * exactly 64 new tokens each, 512 slots. The baseline is one worker with one slot.
 */
public final class DecodeBenchmark {

  private static final int GROUPS = 128;
  private static final int SAMPLES = 8;
  private static final int NEW_TOKENS = 64;
  private static final int SLOTS = 512;
  private static final int STEPS = 8;
  private static final int REPEATS = 5;

  private DecodeBenchmark() {}

  /**
   * Measures.
   *
   * @param workers single-threaded decoders side by side
   */
  public static List<Figure> run(int workers) {
    double single = Repeats.median(1, () -> oneWorker(PrecisionChoice.AUTO, 1, 1));
    double float32 =
        Repeats.median(REPEATS, () -> oneWorker(PrecisionChoice.FLOAT32, SLOTS, GROUPS));
    double bfloat16 =
        Repeats.median(REPEATS, () -> oneWorker(PrecisionChoice.BFLOAT16, SLOTS, GROUPS));
    PrecisionChoice best = bfloat16 > float32 ? PrecisionChoice.BFLOAT16 : PrecisionChoice.FLOAT32;
    double many = Repeats.median(REPEATS, () -> sideBySide(best, workers));
    double one = Math.max(float32, bfloat16);
    return List.of(
        new Figure("decode 1 slot, 1 worker (baseline)", single, "tokens/s"),
        new Figure("decode float32, 1 worker", float32, "tokens/s"),
        new Figure("decode bfloat16, 1 worker", bfloat16, "tokens/s"),
        new Figure("decode %d workers".formatted(workers), many, "tokens/s"),
        new Figure("decode best", Math.max(one, many), "tokens/s"),
        Figure.ratio("decode %d slots over 1 slot".formatted(SLOTS), one, single),
        Figure.ratio("decode %d workers over 1".formatted(workers), many, one));
  }

  private static double sideBySide(PrecisionChoice precision, int workers) {
    try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
      List<Future<Double>> rates = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        rates.add(executor.submit(() -> oneWorker(precision, SLOTS, GROUPS)));
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

  /** Tokens a second of one worker, loading not counted. */
  private static double oneWorker(PrecisionChoice precision, int slots, int groups) {
    Tokenizer tokenizer = new UnendingTokenizer(CharacterTokenizer.ascii());
    Map<String, FloatTensor> weights = InitialWeights.of(TinyLlama.config(), 1);
    ProgramEngine engine =
        ProgramEngine.open(TinyLlama.config(), ExecutionSettings.generation().with(precision));
    DecoderSettings settings = new DecoderSettings(slots, STEPS, RepetitionRule.never());
    try (var decoder = new Decoder<>(engine, tokenizer, settings, InstantSource.system())) {
      decoder.swap(0, weights);
      decode(decoder, tokenizer, Math.max(1, groups / 4));
      long begin = System.nanoTime();
      long tokens = decode(decoder, tokenizer, groups);
      return tokens / ((System.nanoTime() - begin) / 1e9);
    }
  }

  private static long decode(Decoder<?> decoder, Tokenizer tokenizer, int groups) {
    int[] prompt = tokenizer.encodePrompt("37+48=");
    for (int group = 0; group < groups; group++) {
      decoder.submit(
          new GenerationRequest("g" + group, prompt, SAMPLES, NEW_TOKENS, 1, List.of(), group));
    }
    return decoder.drain().stream().map(FinishedSample::tokens).mapToLong(t -> t.length).sum();
  }
}
