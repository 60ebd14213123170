package io.headrace.benchmarks;

import io.headrace.policy.ModelConfig;
import io.headrace.policy.generation.GenerationRequest;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The workload of one worker: groups of samples with an exact number of new tokens.
 *
 * @param config the model's shape; its weights are random
 * @param groups number of requests
 * @param samples samples per request
 * @param newTokens new tokens per sample
 * @param slots sequences decoded concurrently
 */
record DecodeWork(ModelConfig config, int groups, int samples, int newTokens, int slots) {

  private static final int PROMPT = 6;

  /** The workload of the demo's model: 128 groups of 8 samples of 64 tokens on 512 slots. */
  static DecodeWork tiny() {
    return new DecodeWork(TinyLlama.config(), 128, 8, 64, 512);
  }

  /** One sample on one slot. */
  DecodeWork single() {
    return new DecodeWork(config, 1, 1, newTokens, 1);
  }

  /** {@code rows} requests of one sample on as many slots. */
  DecodeWork rows(int rows) {
    return new DecodeWork(config, rows, 1, newTokens, rows);
  }

  /** The number of requests that warm up a worker. */
  int warmUpGroups() {
    return Math.max(1, groups / 4);
  }

  GenerationRequest request(int group) {
    int[] prompt = IntStream.range(0, PROMPT).map(i -> i % config.vocabularySize()).toArray();
    return new GenerationRequest("g" + group, prompt, samples, newTokens, 1, List.of(), group);
  }
}
