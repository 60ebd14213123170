package io.headrace.curriculum.service;

import io.headrace.curriculum.controller.RunSummary;
import io.headrace.curriculum.task.TaskSupply;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceThread;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of the curriculum's thread. After a failure of the broker it closes its session and
 * opens a new one, which rebuilds the state from the log. Problem and metrics may be read from any
 * thread.
 */
final class CurriculumLoop implements ServiceThread.Loop {

  private static final Logger LOG = LoggerFactory.getLogger(CurriculumLoop.class);

  private static final Duration POLL = Duration.ofMillis(100);

  private final ServiceContext context;
  private final TaskSupply supply;
  private @Nullable RunSession session;
  private volatile @Nullable RunSummary summary;
  private volatile String problem = "";

  CurriculumLoop(ServiceContext context, TaskSupply supply) {
    this.context = context;
    this.supply = supply;
  }

  @Override
  public void open() {
    RunSession opened = RunSession.open(context, supply);
    session = opened;
    summary = opened.summary();
  }

  @Override
  public void runOnce() {
    RunSession current = session;
    if (current == null) {
      throw new IllegalStateException("the curriculum is not open");
    }
    try {
      current.turn(POLL);
    } catch (RuntimeException e) {
      closeSession();
      throw e;
    }
    RunSummary latest = current.summary();
    summary = latest;
    report(latest.problem());
  }

  /** It is unknown whether the last decision was written, so the state is rebuilt from the log. */
  @Override
  public void recover() {
    closeSession();
    open();
  }

  /** Logs a new problem once; the status shows it as long as it lasts. */
  private void report(String latest) {
    if (problem.isEmpty() && !latest.isEmpty()) {
      LOG.warn(latest);
    }
    problem = latest;
  }

  @Override
  public void drain() {
    if (session != null) {
      session.saveState();
    }
    closeSession();
  }

  boolean isPaused() {
    RunSummary latest = summary;
    return latest != null && latest.paused();
  }

  String problem() {
    return problem;
  }

  Map<String, Double> metrics() {
    RunSummary latest = summary;
    return latest == null ? Map.of() : CurriculumMetrics.metrics(latest, supply.problems().size());
  }

  private void closeSession() {
    RunSession last = session;
    session = null;
    if (last != null) {
      last.close();
    }
  }
}
