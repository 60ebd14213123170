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
 * The curriculum's thread. When the broker fails it lets its session go and opens another, which
 * rebuilds the state from the log. What it shows of the run may be read from any thread.
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
  public void turn() {
    RunSession current = session;
    if (current == null) {
      throw new IllegalStateException("the curriculum is not open");
    }
    try {
      current.turn(POLL);
    } catch (RuntimeException e) {
      letGo();
      throw e;
    }
    RunSummary latest = current.summary();
    summary = latest;
    report(latest.problem());
  }

  /** Nobody knows what of the last decision is on the log, so the state is rebuilt from it. */
  @Override
  public void recover() {
    letGo();
    open();
  }

  /** Says it once in the log; the status says it as long as it lasts. */
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
    letGo();
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

  private void letGo() {
    RunSession last = session;
    session = null;
    if (last != null) {
      last.close();
    }
  }
}
