package io.headrace.rollout.builtin;

import io.headrace.pipeline.service.ServiceThread;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.generation.Decoder;
import io.headrace.policy.generation.DecoderSettings;
import io.headrace.policy.generation.FinishedSample;
import io.headrace.policy.generation.GenerationRequest;
import io.headrace.policy.generation.ProgramEngine;
import io.headrace.policy.program.ExecutionSettings;
import io.headrace.rollout.backend.SampleListener;
import io.headrace.rollout.backend.ServedModel;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One decoder with its thread. Other threads queue commands and set newer weights at any time; the
 * decoder's thread applies both between decode calls.
 */
final class DecoderThread implements ServiceThread.Loop {

  private static final long IDLE_MILLIS = 20;

  private sealed interface DecoderCommand {

    record Submit(GenerationRequest request, SampleListener listener) implements DecoderCommand {}

    record Cancel(String requestId) implements DecoderCommand {}
  }

  private record Active(SampleListener listener, AtomicInteger unfinished) {}

  private final ExecutionSettings execution;
  private final DecoderSettings settings;
  private final Clock clock;
  private final DecodeCallTimer timer = new DecodeCallTimer(System::nanoTime);

  private final BlockingQueue<DecoderCommand> inbox = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable ServedModel> newest = new AtomicReference<>();
  private final AtomicInteger queuedSamples = new AtomicInteger();
  private volatile int pendingSamples;
  private volatile int busySlots;
  private volatile long drawnTokens;
  private volatile long version = -1;

  private final Map<String, Active> active = new HashMap<>();
  private @Nullable Decoder<Map<String, FloatTensor>> decoder;

  DecoderThread(ExecutionSettings execution, DecoderSettings settings, Clock clock) {
    this.execution = execution;
    this.settings = settings;
    this.clock = clock;
  }

  // ---- for other threads

  /** Queues a request. */
  void submit(GenerationRequest request, SampleListener listener) {
    queuedSamples.addAndGet(request.samples());
    inbox.add(new DecoderCommand.Submit(request, listener));
  }

  /** Ends a request before the next decode call. */
  void cancel(String requestId) {
    inbox.add(new DecoderCommand.Cancel(requestId));
  }

  /** Uses this version from the next decode call on. */
  void loadWeights(ServedModel model) {
    newest.set(model);
  }

  /** Samples that were submitted and have not ended. */
  int pendingSamples() {
    return queuedSamples.get() + pendingSamples;
  }

  int busySlots() {
    return busySlots;
  }

  long drawnTokens() {
    return drawnTokens;
  }

  /** How long the current decode call has lasted; zero between calls. */
  Duration inCall() {
    return timer.inCall();
  }

  /** The version that it samples with; empty before the first is loaded. */
  OptionalLong version() {
    return version < 0 ? OptionalLong.empty() : OptionalLong.of(version);
  }

  // ---- on its own thread

  @Override
  public void open() {}

  @Override
  public void runOnce() {
    swapIfNewer();
    applyCommands();
    Decoder<Map<String, FloatTensor>> current = decoder;
    if (current == null) {
      return;
    }
    pendingSamples = current.pendingSamples();
    List<FinishedSample> finished = decode(current);
    busySlots = current.busySlots();
    drawnTokens = current.drawnTokens();
    finished.forEach(this::report);
  }

  private List<FinishedSample> decode(Decoder<Map<String, FloatTensor>> current) {
    timer.begin();
    try {
      return current.decode();
    } finally {
      timer.end();
    }
  }

  private void report(FinishedSample sample) {
    String id = sample.request().id();
    Active request = active.get(id);
    if (request == null) {
      return;
    }
    if (request.unfinished().decrementAndGet() == 0) {
      active.remove(id);
    }
    request.listener().finished(sample);
  }

  private void swapIfNewer() {
    ServedModel next = newest.getAndSet(null);
    if (next == null) {
      return;
    }
    if (decoder == null) {
      var engine = ProgramEngine.open(next.model().config(), execution);
      decoder = new Decoder<>(engine, next.model().tokenizer(), settings, clock);
    }
    decoder.swap(next.version().value(), next.model().tensors());
    version = next.version().value();
  }

  private void applyCommands() {
    DecoderCommand command = nextCommand();
    while (command != null) {
      switch (command) {
        case DecoderCommand.Submit(GenerationRequest request, SampleListener listener) ->
            start(request, listener);
        case DecoderCommand.Cancel(String requestId) -> end(requestId);
      }
      command = inbox.poll();
    }
  }

  /** Waits up to {@code IDLE_MILLIS} for a command while nothing is decoded. */
  private @Nullable DecoderCommand nextCommand() {
    if (decoder != null && decoder.pendingSamples() > 0) {
      return inbox.poll();
    }
    try {
      return inbox.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private void start(GenerationRequest request, SampleListener listener) {
    if (decoder == null) {
      throw new IllegalStateException("a request was submitted before the first weights");
    }
    active.put(request.id(), new Active(listener, new AtomicInteger(request.samples())));
    decoder.submit(request);
    pendingSamples = decoder.pendingSamples();
    queuedSamples.addAndGet(-request.samples());
  }

  private void end(String requestId) {
    if (active.remove(requestId) != null && decoder != null) {
      decoder.cancel(requestId);
    }
  }

  @Override
  public void drain() {
    active.clear();
    if (decoder != null) {
      decoder.close();
      decoder = null;
    }
  }
}
