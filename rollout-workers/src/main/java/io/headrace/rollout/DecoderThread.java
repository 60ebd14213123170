package io.headrace.rollout;

import io.headrace.pipeline.service.ServiceThread;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.generation.Decoder;
import io.headrace.policy.generation.DecoderSettings;
import io.headrace.policy.generation.FinishedSample;
import io.headrace.policy.generation.ProgramEngine;
import io.headrace.policy.program.ExecutionSettings;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One decoder with its thread. Others hand it jobs and newer weights at any time; it looks at both
 * between decode turns, holds jobs that ask for newer weights than it serves, and drops jobs whose
 * deadline has passed or whose traces nobody uses any more.
 */
final class DecoderThread implements ServiceThread.Loop {

  private static final Logger LOG = LoggerFactory.getLogger(DecoderThread.class);
  private static final long IDLE_MILLIS = 20;

  /**
   * How long a group may have no token drawn while a worker has it.
   *
   * @param training of groups to train on
   * @param evaluation of held-out groups
   */
  record Patience(Duration training, Duration evaluation) {}

  private final ExecutionSettings execution;
  private final DecoderSettings settings;
  private final TraceWriter traces;
  private final TokenRate rate;
  private final Predicate<GroupRequest> needed;
  private final Patience patience;
  private final DecodeCallTimer watch = new DecodeCallTimer(System::nanoTime);
  private final Clock clock;

  private final BlockingQueue<GroupJob> inbox = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable ServedModel> newest = new AtomicReference<>();
  private final AtomicInteger inInbox = new AtomicInteger();
  private volatile int pending;
  private volatile long version = -1;
  private volatile int busySlots;

  private final Map<String, GroupJob> running = new HashMap<>();
  private final List<GroupJob> held = new ArrayList<>();
  private @Nullable Decoder<Map<String, FloatTensor>> decoder;

  DecoderThread(
      ExecutionSettings execution,
      DecoderSettings settings,
      TraceWriter traces,
      TokenRate rate,
      Predicate<GroupRequest> needed,
      Patience patience,
      Clock clock) {
    this.execution = execution;
    this.settings = settings;
    this.traces = traces;
    this.rate = rate;
    this.needed = needed;
    this.patience = patience;
    this.clock = clock;
  }

  // ---- for other threads

  /** Queues a job. */
  void submit(GroupJob job) {
    inInbox.addAndGet(job.request().getSamples());
    inbox.add(job);
  }

  /** Gives it a newer version to serve from its next turn on. */
  void serve(ServedModel model) {
    newest.set(model);
  }

  /** Samples that were submitted and have not ended. */
  int load() {
    return inInbox.get() + pending;
  }

  int busySlots() {
    return busySlots;
  }

  /** How long it has drawn no token although it is in a call. */
  Duration inCall() {
    return watch.inCall();
  }

  /** The version that it draws from, empty before the first. */
  OptionalLong version() {
    return version < 0 ? OptionalLong.empty() : OptionalLong.of(version);
  }

  // ---- on its own thread

  @Override
  public void open() {}

  @Override
  public void turn() {
    traces.requireAccepted();
    swapIfNewer();
    takeJobs();
    forgetSettled();
    Decoder<Map<String, FloatTensor>> current = decoder;
    if (current == null || version < 0) {
      return;
    }
    List<FinishedSample> finished = drawn(current);
    busySlots = current.busySlots();
    for (FinishedSample sample : finished) {
      GroupJob job = running.get(sample.request().id());
      if (job != null) {
        rate.add(sample.tokens().length, sample.finishedAt());
        traces.write(job, sample);
      }
    }
  }

  private List<FinishedSample> drawn(Decoder<Map<String, FloatTensor>> current) {
    watch.begin();
    try {
      return current.turn();
    } finally {
      watch.end();
    }
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
    held.removeIf(this::start);
  }

  private void takeJobs() {
    GroupJob job = nextJob();
    while (job != null) {
      inInbox.addAndGet(-job.request().getSamples());
      if (!start(job)) {
        held.add(job);
      }
      job = inbox.poll();
    }
  }

  private @Nullable GroupJob nextJob() {
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

  /** Gives the job to the decoder unless it asks for newer weights. */
  private boolean start(GroupJob job) {
    if (decoder == null || version < job.request().getMinWeightsVersion()) {
      return false;
    }
    running.put(job.id(), job);
    decoder.submit(job.generation());
    return true;
  }

  /** Ends jobs that nobody needs any more, and those that a consumer has given back. */
  private void forgetSettled() {
    Instant now = clock.instant();
    held.removeIf(job -> ended(job, now) || waitedInVain(job, now));
    running
        .values()
        .removeIf(
            job -> {
              boolean ended = ended(job, now);
              if (ended && decoder != null) {
                decoder.cancel(job.id());
              }
              return ended;
            });
    pending =
        held.stream().mapToInt(job -> job.request().getSamples()).sum()
            + (decoder == null ? 0 : decoder.pendingSamples());
  }

  /** Hands a request back whose weights do not come to this worker; another may have them. */
  private boolean waitedInVain(GroupJob job, Instant now) {
    Duration patience = patience(job.request().getPurpose());
    if (now.isBefore(job.receivedAt().plus(patience))) {
      return false;
    }
    LOG.warn(
        "[group={}] weights v{} did not come to this worker within {} s, so it is handed back; see"
            + " why in the worker's problem",
        job.request().getGroupId(),
        job.request().getMinWeightsVersion(),
        patience.toSeconds());
    job.settle(RequestOutcome.NOT_SENT);
    return true;
  }

  private Duration patience(Purpose purpose) {
    return switch (purpose) {
      case TRAIN -> patience.training();
      case EVALUATION -> patience.evaluation();
    };
  }

  private boolean ended(GroupJob job, Instant now) {
    if (job.outcome().isEmpty() && (job.expired(now) || !needed.test(job.request()))) {
      job.settle(RequestOutcome.UNNEEDED);
    }
    return job.outcome().isPresent();
  }

  @Override
  public void drain() {
    if (decoder != null) {
      decoder.close();
      decoder = null;
    }
  }
}
