package io.headrace.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RolloutConfig;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.policy.folder.ModelFolder;
import io.headrace.policy.generation.EndReason;
import io.headrace.policy.generation.FinishedSample;
import io.headrace.policy.generation.GenerationRequest;
import io.headrace.policy.generation.WeightsSegment;
import io.headrace.rollout.backend.RolloutBackend;
import io.headrace.rollout.backend.SampleListener;
import io.headrace.rollout.backend.ServedModel;
import io.headrace.rollout.http.HttpEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The behaviour that a worker needs of each backend. */
@ParameterizedClass(name = "{0}")
@EnumSource(BackendKind.class)
class RolloutBackendTest {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int POSITIONS = 4096;
  private static final int LONG = 3000;

  private final BackendKind kind;
  @TempDir private Path folder;
  private final RolloutConfig config =
      ConfigLoader.load(
              Optional.empty(),
              Map.of(),
              List.of(
                  "run=backend",
                  "rollout.decoders=2",
                  "rollout.slots=8",
                  "rollout.decode-steps=1",
                  "rollout.precision=float32",
                  "rollout.repetition-count=0"))
          .config()
          .rollout();
  private Optional<HttpEngine> engine = Optional.empty();
  private RolloutBackend backend;
  private final Received received = new Received();

  RolloutBackendTest(BackendKind kind) {
    this.kind = kind;
  }

  private static final class Received implements SampleListener {

    private final BlockingQueue<FinishedSample> samples = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> problems = new LinkedBlockingQueue<>();

    @Override
    public void finished(FinishedSample sample) {
      samples.add(sample);
    }

    @Override
    public void failed(String problem) {
      problems.add(problem);
    }

    /** The next samples to end, sorted by sample number. */
    List<FinishedSample> next(int count) throws InterruptedException {
      List<FinishedSample> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        FinishedSample sample = samples.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(sample).as("sample %d; problems: %s", i, problems).isNotNull();
        all.add(sample);
      }
      all.sort(Comparator.comparingInt(FinishedSample::sample));
      return all;
    }
  }

  @BeforeEach
  void open() {
    engine = kind.startEngine(config);
    backend = BackendKind.open(engine.map(HttpEngine::uri), config);
    backend.start(Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    backend.close();
    engine.ifPresent(HttpEngine::close);
  }

  @Test
  void nothingIsSubmittedBeforeTheFirstWeights() {
    assertThat(backend.status().serves(0)).isFalse();
    assertThatThrownBy(() -> backend.submit(request("early", 1, 5, 1), received))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSampleDependsOnRequestNumberAndWeightsOnly() throws Exception {
    // Given weights, and the samples of the built-in backend as reference
    load(0);
    List<FinishedSample> reference;
    try (RolloutBackend builtIn = BackendKind.open(Optional.empty(), config)) {
      builtIn.start(Duration.ofSeconds(30));
      builtIn.loadWeights(model(0));
      awaitVersion(builtIn, 0);
      var received = new Received();
      builtIn.submit(request("r", 12, 20, 1), received);
      reference = received.next(12);
    }

    // When more samples are requested than there are slots
    backend.submit(request("r", 12, 20, 1), received);

    // Then each has the tokens, log-probs, version and finish reason of the reference
    List<FinishedSample> samples = received.next(12);
    for (int i = 0; i < 12; i++) {
      assertThat(samples.get(i).sample()).isEqualTo(i);
      assertThat(samples.get(i).tokens()).isEqualTo(reference.get(i).tokens());
      assertThat(samples.get(i).logProbs()).isEqualTo(reference.get(i).logProbs());
      assertThat(samples.get(i).reason()).isEqualTo(reference.get(i).reason());
      assertThat(samples.get(i).text()).isEqualTo(reference.get(i).text());
      assertThat(samples.get(i).segments())
          .containsExactly(new WeightsSegment(0, samples.get(i).tokens().length));
    }
    awaitIdle();
    assertThat(backend.status().drawnTokens())
        .isEqualTo(samples.stream().mapToLong(sample -> sample.tokens().length).sum());
    assertThat(backend.status().slots()).isEqualTo(16);
  }

  @Test
  void weightsAreReplacedInTheMiddleOfASample() throws Exception {
    // Given a long sample in progress
    load(0);
    backend.submit(request("long", 1, LONG, 0), received);
    awaitDrawn(10);

    // When a newer version is loaded
    backend.loadWeights(model(1));

    // Then both versions drew tokens of it
    FinishedSample sample = received.next(1).getFirst();
    assertThat(sample.segments())
        .extracting(WeightsSegment::weightsVersion)
        .containsExactly(0L, 1L);
    assertThat(sample.tokens()).hasSize(LONG);
    assertThat(sample.reason()).isEqualTo(EndReason.LENGTH);
    assertThat(backend.status().problem()).isEmpty();
    assertThat(backend.status().weightsVersion()).hasValue(1);
  }

  @Test
  void aCancelledRequestLeavesItsSlotsAndReportsNothing() throws Exception {
    // Given two long requests in progress
    load(0);
    var other = new Received();
    backend.submit(request("cancelled", 4, LONG, 0), received);
    backend.submit(request("kept", 1, LONG, 0), other);
    awaitInProgress(5);

    // When one is cancelled
    backend.cancel("cancelled");

    // Then the other is sampled completely, and the listener of the first is not called
    assertThat(other.next(1).getFirst().tokens()).hasSize(LONG);
    awaitIdle();
    assertThat(received.samples).isEmpty();
    assertThat(received.problems).isEmpty();
    assertThat(backend.status().drawnTokens()).isBetween(LONG + 1L, 5L * LONG - 1);
  }

  private static GenerationRequest request(String id, int samples, int tokens, double temperature) {
    return new GenerationRequest(
        id, new int[] {5, 6, 7}, samples, tokens, temperature, List.of(), 42);
  }

  private ServedModel model(long version) {
    Path files = folder.resolve("v" + version);
    RandomModel.write(files, POSITIONS, version);
    return new ServedModel(new WeightsVersion(version), files, ModelFolder.read(files));
  }

  private void load(long version) {
    backend.loadWeights(model(version));
    awaitVersion(backend, version);
  }

  private static void awaitVersion(RolloutBackend backend, long version) {
    spinUntil(() -> backend.status().serves(version));
  }

  private void awaitDrawn(int tokens) {
    spinUntil(() -> backend.status().drawnTokens() >= tokens);
  }

  private void awaitInProgress(int samples) {
    spinUntil(
        () ->
            backend.status().pendingSamples() == samples
                && backend.status().busySlots() == samples);
  }

  private void awaitIdle() {
    spinUntil(() -> backend.status().pendingSamples() == 0 && backend.status().busySlots() == 0);
  }

  private static void spinUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time limit").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
