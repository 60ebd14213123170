package io.headrace.policy.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.policy.Architecture;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.program.ExecutionSettings;
import io.headrace.policy.program.InitialWeights;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import io.headrace.policy.program.PrecisionChoice;
import io.headrace.policy.program.TokenBatch;
import io.headrace.policy.tokenizer.CharacterTokenizer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The decoder over the real program, in float32. */
class ProgramEngineTest {

  private static final ExecutionSettings SETTINGS =
      ExecutionSettings.generation().with(PrecisionChoice.FLOAT32);

  private final CharacterTokenizer tokenizer = CharacterTokenizer.ascii();
  private final ModelConfig config =
      new ModelConfig(
          Architecture.LLAMA,
          tokenizer.vocabularySize(),
          32,
          48,
          2,
          4,
          2,
          8,
          160,
          1e-5,
          10_000,
          true,
          ModelConfig.AttentionBias.NONE,
          List.of(1));

  @Test
  void logProbsEqualThoseOfTheWholeSequenceForwardPass() {
    // Given twelve groups of ragged prompts and budgets over seven slots, with a cache that grows
    Map<String, FloatTensor> weights = InitialWeights.of(config, 3);
    var requests = new ArrayList<GenerationRequest>();
    for (int i = 0; i < 12; i++) {
      int[] prompt = tokenizer.encode("12+34=".repeat(1 + i % 3) + i);
      double temperature = i % 4 == 3 ? 0 : 0.7 + 0.1 * i;
      requests.add(new GenerationRequest("g" + i, prompt, 3, 5 + 9 * i, temperature, List.of(), i));
    }

    // When they are decoded
    List<FinishedSample> finished = decode(weights, requests);

    // Then every log-prob is the one that the forward pass over prompt and response gives
    assertThat(finished).hasSize(36);
    try (PolicyProgram program = PolicyProgram.load(config, SETTINGS);
        PolicyParameters parameters = program.parameters(weights)) {
      for (FinishedSample sample : finished) {
        assertThat(sample.logProbs())
            .containsExactly(expected(program, parameters, sample), offset());
      }
    }
  }

  @Test
  void servedWeightsKeepTheirMemoryWhenTheirSourceIsCollected() {
    // Given served weights, and the greedy tokens that they give
    var request = new GenerationRequest("g", tokenizer.encode("12+34="), 1, 40, 0, List.of(), 1);
    var settings = new DecoderSettings(1, 4, RepetitionRule.never());
    try (var decoder =
        new Decoder<>(
            ProgramEngine.open(config, SETTINGS), tokenizer, settings, () -> Instant.EPOCH)) {
      decoder.swap(0, InitialWeights.of(config, 3));
      decoder.submit(request);
      float[] before = decoder.drain().getFirst().logProbs();

      // When all unreachable memory is freed and overwritten
      for (int i = 0; i < 8; i++) {
        System.gc();
        overwriteFreedMemory();
      }

      // Then the weights give the same tokens
      decoder.submit(request);
      assertThat(decoder.drain().getFirst().logProbs()).containsExactly(before);
    }
  }

  private void overwriteFreedMemory() {
    for (List<Long> shape : config.expectedTensors().values()) {
      int size = Math.toIntExact(shape.stream().reduce(4L, Math::multiplyExact));
      ByteBuffer garbage = ByteBuffer.allocateDirect(size);
      while (garbage.hasRemaining()) {
        garbage.put((byte) 0x7F);
      }
    }
  }

  private List<FinishedSample> decode(
      Map<String, FloatTensor> weights, List<GenerationRequest> requests) {
    var settings = new DecoderSettings(7, 4, RepetitionRule.never());
    try (var decoder =
        new Decoder<>(
            ProgramEngine.open(config, SETTINGS), tokenizer, settings, () -> Instant.EPOCH)) {
      decoder.swap(0, weights);
      requests.forEach(decoder::submit);
      return decoder.drain();
    }
  }

  private static float[] expected(
      PolicyProgram program, PolicyParameters parameters, FinishedSample sample) {
    int[] prompt = sample.request().prompt();
    int[] all = Arrays.copyOf(prompt, prompt.length + sample.tokens().length);
    System.arraycopy(sample.tokens(), 0, all, prompt.length, sample.tokens().length);
    double temperature = sample.request().temperature();
    float divisor = temperature == 0 ? 1 : (float) temperature;
    float[] row =
        program
            .logProbValues(parameters, TokenBatch.rightPadded(List.of(all)), new float[] {divisor})[
            0];
    return Arrays.copyOfRange(row, prompt.length - 1, all.length - 1);
  }

  private static Offset<Float> offset() {
    return Offset.offset(2e-5f);
  }
}
