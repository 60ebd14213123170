package io.headrace.curriculum.service;

import io.headrace.curriculum.conductor.RunSummary;
import io.headrace.curriculum.task.TaskSupply;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceThread;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The curriculum's thread. When the broker fails it lets its session go and opens another, which
 * rebuilds the state from the log; meanwhile its status says so. What it shows of the run may be
 * read from any thread.
 */
final class CurriculumLoop implements ServiceThread.Loop {

  private static final Logger LOG = LoggerFactory.getLogger(CurriculumLoop.class);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration BACK_OFF = Duration.ofMillis(500);

  private final ServiceContext context;
  private final TaskSupply supply;
  private @Nullable RunSession session;
  private volatile @Nullable RunSummary summary;
  private volatile String trouble = "";

  CurriculumLoop(ServiceContext context, TaskSupply supply) {
    this.context = context;
    this.supply = supply;
  }

  @Override
  public void open() {
    try {
      reopen();
    } catch (KafkaException e) {
      throw new HeadraceException(
          ErrorCode.UNREACHABLE_BROKER,
          "[kafka] the run's log can't be read: %s; check kafka.bootstrap-servers and that the broker runs"
              .formatted(e.getMessage()),
          e);
    }
  }

  @Override
  public void turn() {
    try {
      RunSession current = session == null ? reopen() : session;
      current.turn(POLL);
      RunSummary latest = current.summary();
      summary = latest;
      report(latest.trouble());
    } catch (KafkaException e) {
      tryAgainLater(e);
    } catch (HeadraceException e) {
      if (e.code().category() != ErrorCode.Category.RETRIABLE) {
        throw e;
      }
      tryAgainLater(e);
    }
  }

  /** Says it once in the log; the status says it as long as it lasts. */
  private void report(String latest) {
    if (trouble.isEmpty() && !latest.isEmpty()) {
      LOG.warn(latest);
    }
    trouble = latest;
  }

  private void tryAgainLater(RuntimeException lost) {
    LOG.warn("[run={}] lost the run's log: {}; trying again", context.run(), lost.getMessage());
    trouble = "lost the run's log: " + lost.getMessage();
    letGo();
    LockSupport.parkNanos(BACK_OFF.toNanos());
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

  String trouble() {
    return trouble;
  }

  Map<String, Double> figures() {
    RunSummary latest = summary;
    return latest == null ? Map.of() : CurriculumMetrics.figures(latest, supply.problems().size());
  }

  private RunSession reopen() {
    RunSession opened = RunSession.open(context, supply);
    session = opened;
    summary = opened.summary();
    return opened;
  }

  private void letGo() {
    RunSession last = session;
    session = null;
    if (last != null) {
      last.close();
    }
  }
}
