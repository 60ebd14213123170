package io.headrace.rollout;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.rollout.backend.BackendStatus;
import io.headrace.rollout.backend.RolloutBackend;
import io.headrace.rollout.request.GroupJob;
import io.headrace.rollout.request.RequestOutcome;
import io.headrace.rollout.request.StallLimits;
import io.headrace.rollout.request.TokenRate;
import io.headrace.schemas.GroupRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits the jobs of a worker to its backend, each once its weights are served, and cancels jobs
 * whose deadline has passed, whose traces are not needed any more or whose request was released.
 * Samples are written by {@link JobListener}. {@link #submit} and the status methods are safe for
 * all threads; the loop's methods are called on the sampler's own thread.
 */
final class GroupSampler implements ServiceThread.Loop {

  private static final Logger LOG = LoggerFactory.getLogger(GroupSampler.class);
  private static final long IDLE_MILLIS = 20;
  private static final String STOPPED =
      "the sampling thread has stopped; see the worker's log for the reason";

  private final RolloutBackend backend;
  private final TraceWriter traces;
  private final TokenRate rate;
  private final Predicate<GroupRequest> needed;
  private final StallLimits limits;
  private final Clock clock;

  private final BlockingQueue<GroupJob> inbox = new LinkedBlockingQueue<>();
  private final AtomicInteger waitingSamples = new AtomicInteger();
  private final List<GroupJob> waiting = new ArrayList<>();
  private final Map<String, GroupJob> submitted = new HashMap<>();
  private long countedTokens;
  private volatile boolean stopped;

  /**
   * A sampler without jobs.
   *
   * @param backend draws the samples; owned by the caller
   * @param needed whether the run still uses a request's traces
   */
  GroupSampler(
      RolloutBackend backend,
      TraceWriter traces,
      TokenRate rate,
      Predicate<GroupRequest> needed,
      StallLimits limits,
      Clock clock) {
    this.backend = backend;
    this.traces = traces;
    this.rate = rate;
    this.needed = needed;
    this.limits = limits;
    this.clock = clock;
  }

  // ---- for other threads

  /**
   * Queues a job.
   *
   * @throws HeadraceException ENGINE_FAILED when the engine has stopped
   */
  void submit(GroupJob job) {
    requireAlive();
    waitingSamples.addAndGet(job.request().getSamples());
    inbox.add(job);
  }

  /**
   * Checks that the engine and this sampler are running.
   *
   * @throws HeadraceException ENGINE_FAILED when the engine has stopped or stalled, or this sampler
   *     has stopped
   */
  void requireAlive() {
    String problem = stopped ? STOPPED : problem();
    if (!problem.isEmpty()) {
      throw new HeadraceException(ErrorCode.ENGINE_FAILED, problem);
    }
  }

  /** Why the engine has stopped or stalled, in one sentence; empty while it draws tokens. */
  String problem() {
    BackendStatus status = backend.status();
    if (!status.problem().isEmpty() || status.stalled().compareTo(limits.shortest()) <= 0) {
      return status.problem();
    }
    return "the engine has drawn no token for %d s, longer than curriculum.group-deadline and evaluation.deadline allow; restart the worker, or raise them if the machine is that slow"
        .formatted(status.stalled().toSeconds());
  }

  /** Samples of this worker's jobs that have not ended, those included that wait for weights. */
  int pendingSamples() {
    return waitingSamples.get() + backend.status().pendingSamples();
  }

  // ---- on its own thread

  @Override
  public void open() {}

  @Override
  public void runOnce() {
    traces.requireAccepted();
    takeJobs();
    Instant now = clock.instant();
    removeWaitingIf(job -> settleIfUnneeded(job, now));
    cancelEnded(now);
    submitReady();
    removeWaitingIf(job -> releaseIfOverdue(job, now));
    countTokens(now);
  }

  private void takeJobs() {
    GroupJob job = nextJob();
    while (job != null) {
      waiting.add(job);
      job = inbox.poll();
    }
  }

  private @Nullable GroupJob nextJob() {
    try {
      return inbox.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private void removeWaitingIf(Predicate<GroupJob> condition) {
    waiting.removeIf(
        job -> {
          boolean removed = condition.test(job);
          if (removed) {
            waitingSamples.addAndGet(-job.request().getSamples());
          }
          return removed;
        });
  }

  private void cancelEnded(Instant now) {
    submitted
        .values()
        .removeIf(
            job -> {
              boolean ended = settleIfUnneeded(job, now);
              if (ended && job.outcome().orElseThrow() != RequestOutcome.SAMPLED) {
                backend.cancel(job.id());
              }
              return ended;
            });
  }

  /** Settles a job that is past its deadline or not needed; whether the job has ended. */
  private boolean settleIfUnneeded(GroupJob job, Instant now) {
    if (job.outcome().isEmpty()
        && (!now.isBefore(job.request().getDeadline()) || !needed.test(job.request()))) {
      job.settle(RequestOutcome.UNNEEDED);
    }
    return job.outcome().isPresent();
  }

  /** Releases a request whose weights this worker does not serve in time; another worker may. */
  private boolean releaseIfOverdue(GroupJob job, Instant now) {
    if (!limits.isOverdue(job, now)) {
      return false;
    }
    LOG.warn(
        "[group={}] weights v{} were not served by this worker within {} s, so the request is"
            + " released; the worker's heartbeat reports the reason",
        job.request().getGroupId(),
        job.request().getMinWeightsVersion(),
        limits.of(job.request().getPurpose()).toSeconds());
    job.settle(RequestOutcome.NOT_SENT);
    return true;
  }

  private void submitReady() {
    if (waiting.isEmpty()) {
      return;
    }
    BackendStatus status = backend.status();
    removeWaitingIf(
        job -> status.serves(job.request().getMinWeightsVersion()) && submitToBackend(job));
  }

  private boolean submitToBackend(GroupJob job) {
    submitted.put(job.id(), job);
    backend.submit(job.generation(), new JobListener(job, traces));
    return true;
  }

  private void countTokens(Instant now) {
    long drawn = backend.status().drawnTokens();
    rate.add(drawn - countedTokens, now);
    countedTokens = drawn;
  }

  @Override
  public void drain() {
    stopped = true;
    submitted.values().stream()
        .filter(job -> job.outcome().filter(RequestOutcome.SAMPLED::equals).isEmpty())
        .forEach(job -> backend.cancel(job.id()));
    submitted.clear();
    waiting.clear();
  }
}
