package io.headrace.policy.generation;

import io.headrace.policy.program.DecodedTokens;
import io.headrace.policy.tokenizer.Tokenizer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Samples many requests at once (continuous batching). The slot of a sample that ends is assigned
 * to a waiting one; the samples of a request share the prefill of its prompt; weights change
 * between calls of {@link #decode}, and each sample records which version drew which of its tokens.
 *
 * <p>A sample depends on its request, its number and the weights, not on its slot or on what is
 * decoded beside it (up to rounding in the engine).
 *
 * <p>Owned by one thread. All computation is in {@link #decode}, which does not wait for requests.
 *
 * @param <W> the engine's weights
 */
public final class Decoder<W> implements AutoCloseable {

  private final DecodeEngine<W> engine;
  private final Tokenizer tokenizer;
  private final DecoderSettings settings;
  private final InstantSource clock;
  private final SlotTable slots;
  private final SlotFiller<W> admission;
  private final Deque<QueuedRequest> waiting = new ArrayDeque<>();
  private OptionalLong version = OptionalLong.empty();
  private long drawnTokens;

  /**
   * Creates a decoder without weights.
   *
   * @param engine does the computation; closed by the decoder
   */
  public Decoder(
      DecodeEngine<W> engine, Tokenizer tokenizer, DecoderSettings settings, InstantSource clock) {
    this.engine = engine;
    this.tokenizer = tokenizer;
    this.settings = settings;
    this.clock = clock;
    this.slots = new SlotTable(settings.slots());
    this.admission = new SlotFiller<>(engine, slots);
  }

  /** Uses these weights from the next call of {@link #decode} on, for started samples too. */
  public void swap(long weightsVersion, W weights) {
    engine.use(weights);
    version = OptionalLong.of(weightsVersion);
  }

  /** The weights version that the next call of {@link #decode} uses. */
  public OptionalLong version() {
    return version;
  }

  /**
   * Adds a request to the end of the queue.
   *
   * @throws IllegalArgumentException if its prompt leaves no room for a new token
   */
  public void submit(GenerationRequest request) {
    if (request.prompt().length >= engine.positions()) {
      throw new IllegalArgumentException(
          "[request="
              + request.id()
              + "] its prompt has "
              + request.prompt().length
              + " tokens and the model takes "
              + engine.positions()
              + " with the response; shorten it");
    }
    waiting.add(new QueuedRequest(request, tokenizer, engine.positions()));
  }

  /** Removes a request and all of its samples that have not ended. */
  public void cancel(String requestId) {
    waiting.removeIf(group -> group.request().id().equals(requestId));
    slots.releaseIf(sample -> sample.group().request().id().equals(requestId));
  }

  /** Slots in use. */
  public int busySlots() {
    return slots.taken();
  }

  /** Number of samples that have not ended, including those without a slot. */
  public int pendingSamples() {
    return slots.taken() + waiting.stream().mapToInt(QueuedRequest::waiting).sum();
  }

  /** Number of tokens drawn since the start, including those of cancelled samples. */
  public long drawnTokens() {
    return drawnTokens;
  }

  /**
   * Gives free slots to waiting samples and draws up to {@link DecoderSettings#steps} tokens for
   * each slot in use.
   *
   * @return the samples that ended
   * @throws IllegalStateException if a sample is pending and no weights were set
   */
  public List<FinishedSample> decode() {
    if (pendingSamples() == 0) {
      return List.of();
    }
    long weightsVersion =
        version.orElseThrow(() -> new IllegalStateException("the decoder has no weights yet"));
    Instant startedAt = clock.instant();
    admission.admit(waiting, weightsVersion, settings.repetition(), startedAt);
    DecodedTokens decoded =
        engine.decode(DecodeBatch.of(slots, settings.steps(), tokenizer.endIds()));
    return takeTokens(decoded, weightsVersion);
  }

  private List<FinishedSample> takeTokens(DecodedTokens decoded, long weightsVersion) {
    Instant now = clock.instant();
    var finished = new ArrayList<FinishedSample>();
    for (int slot = slots.end() - 1; slot >= 0; slot--) {
      SampleState sample = slots.get(slot);
      if (sample == null) {
        continue;
      }
      int before = sample.length();
      Optional<EndReason> end = sample.append(decoded, slot, weightsVersion);
      drawnTokens += sample.length() - before;
      if (end.isPresent()) {
        finished.add(sample.finish(end.get(), tokenizer, now));
        slots.release(slot);
      }
    }
    return finished;
  }

  /** Decodes until all submitted samples have ended. */
  public List<FinishedSample> drain() {
    var finished = new ArrayList<FinishedSample>();
    while (pendingSamples() > 0) {
      finished.addAll(decode());
    }
    return finished;
  }

  @Override
  public void close() {
    engine.close();
  }
}
