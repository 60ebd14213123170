package io.headrace.verifier.service;

import io.headrace.pipeline.config.VerifierConfig;
import io.headrace.pipeline.service.Service;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceStatus;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.verifier.BuiltInScorers;
import io.headrace.verifier.deadline.DeadlineExecutor;
import io.headrace.verifier.judge.Judge;
import io.headrace.verifier.scorer.Scorers;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * The verifier: a member of share group {@code <run>.verifier} that reads {@code <run>.traces} and
 * writes one verdict per trace and scorer to {@code <run>.verdicts}. Any number of instances share
 * the work.
 *
 * <p>A scorer that hangs costs one thread and a TIMEOUT verdict. When more threads are stuck than
 * the configuration puts up with, the service takes no more traces, says so in its status and is
 * not ready, until some of them end.
 */
public final class VerifierService implements Service {

  /** Name of the service. */
  public static final String NAME = "verifier";

  private static final Duration START_DEADLINE = Duration.ofSeconds(30);

  private final DeadlineExecutor executor;
  private final VerifierMetrics metrics;
  private final ServiceThread thread;

  /** The service with the scorers that come with Headrace. */
  public VerifierService(ServiceContext context) {
    this(context, BuiltInScorers.all());
  }

  /** The service with scorers of one's own. */
  public VerifierService(ServiceContext context, Scorers scorers) {
    this(context, scorers, System::nanoTime);
  }

  /**
   * The service with scorers whose time is measured by another clock.
   *
   * @param nanoTime in place of {@link System#nanoTime}
   */
  VerifierService(ServiceContext context, Scorers scorers, LongSupplier nanoTime) {
    VerifierConfig config = context.config().verifier();
    this.executor =
        new DeadlineExecutor(
            "scorer", config.threads(), config.scoreTimeout(), config.maxAbandoned(), nanoTime);
    this.metrics = new VerifierMetrics(context.metrics(), executor);
    this.thread =
        new ServiceThread(NAME, new VerdictLoop(context, new Judge(scorers, executor), metrics));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start() {
    thread.start(START_DEADLINE);
  }

  @Override
  public ServiceStatus status() {
    return new ServiceStatus(thread.state(), OptionalLong.empty(), metrics.figures(), trouble());
  }

  private String trouble() {
    if (!thread.trouble().isEmpty()) {
      return thread.trouble();
    }
    return executor.overwhelmed()
        ? executor.abandoned()
            + " scorer threads are stuck and no trace is scored; see the TIMEOUT verdicts for the"
            + " scorer, then restart the verifier"
        : "";
  }

  @Override
  public void close() {
    thread.close();
    executor.close();
  }
}
