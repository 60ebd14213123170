package io.headrace.cli.model;

import io.headrace.policy.folder.ModelFolder;
import io.headrace.policy.generation.Decoder;
import io.headrace.policy.generation.DecoderSettings;
import io.headrace.policy.generation.FinishedSample;
import io.headrace.policy.generation.GenerationRequest;
import io.headrace.policy.generation.ProgramEngine;
import io.headrace.policy.generation.RepetitionRule;
import io.headrace.policy.program.ExecutionSettings;
import io.headrace.policy.program.PrecisionChoice;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/**
 * Samples continuations of one prompt from a model folder. Uses float32, so that greedy decoding
 * agrees with other tools.
 */
public final class Sampler {

  private static final ExecutionSettings SETTINGS =
      ExecutionSettings.generation().with(PrecisionChoice.FLOAT32);

  private static final int STEPS = 8;
  private static final int MAX_SLOTS = 256;

  private Sampler() {}

  /**
   * Samples.
   *
   * @param place the folder's name in messages
   * @return the samples by their number
   */
  public static List<FinishedSample> sample(
      ModelFolder model, GenerationRequest request, String place) {
    DecoderSettings settings =
        new DecoderSettings(Math.min(MAX_SLOTS, request.samples()), STEPS, RepetitionRule.never());
    var engine = new FiniteEngine<>(ProgramEngine.open(model.config(), SETTINGS), place);
    try (var decoder = new Decoder<>(engine, model.tokenizer(), settings, InstantSource.system())) {
      decoder.swap(0, model.tensors());
      decoder.submit(request);
      return decoder.drain().stream()
          .sorted(Comparator.comparingInt(FinishedSample::sample))
          .toList();
    }
  }
}
