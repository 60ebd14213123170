package io.headrace.learner.service;

import io.headrace.learner.stage.LearnerAction.Waiting;
import io.headrace.pipeline.service.Service;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceStatus;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.schemas.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The learner of a run: demonstrations and scored groups in, optimizer steps and weights out.
 *
 * <p>One per run and {@code learner.id}: starting a second one of an id fences the first, which
 * stops with a message that says so. All work is done on one thread; {@link #status} is
 * thread-safe.
 */
public final class LearnerService implements Service {

  private static final Duration START_DEADLINE = Duration.ofMinutes(2);

  private final ServiceContext context;
  private final LearnerStatus status = new LearnerStatus();
  private final LearnerLoop loop;
  private final ServiceThread thread;

  /** Creates a learner that is not started. */
  public LearnerService(ServiceContext context) {
    this.context = context;
    this.loop = new LearnerLoop(context, status);
    this.thread = new ServiceThread(name(), loop);
  }

  /** The learner's name in heartbeats and dead letters. */
  @Override
  public String name() {
    return context.config().learner().learnerId().service();
  }

  @Override
  public void start() {
    thread.start(START_DEADLINE);
  }

  @Override
  public ServiceStatus status() {
    Instant now = context.clock().instant();
    boolean running = thread.state() == ServiceState.RUNNING;
    Map<String, Double> metrics = running ? status.metrics(now) : Map.of();
    return new ServiceStatus(
        running && paused() ? ServiceState.PAUSED : thread.state(),
        loop.version(),
        metrics,
        thread.problem().isEmpty() ? lateness(now, running) : thread.problem());
  }

  private boolean paused() {
    return status
        .idle()
        .flatMap(LearnerStatus.Idle::decision)
        .filter(Waiting.RESUME::equals)
        .isPresent();
  }

  /** One sentence when a batch takes longer to collect than {@code learner.batch-deadline}. */
  private String lateness(Instant now, boolean running) {
    if (!running) {
      return "";
    }
    Duration deadline = context.config().learner().batchDeadline();
    return status
        .idle()
        .filter(idle -> idle.decision().isEmpty())
        .filter(idle -> status.idleFor(now).compareTo(deadline) > 0)
        .map(
            idle ->
                "[run=%s] %s after %d s; the stages before the learner limit the run"
                    .formatted(context.run(), idle.reason(), status.idleFor(now).toSeconds()))
        .orElse("");
  }

  @Override
  public void close() {
    thread.close();
  }
}
