package io.headrace.pipeline.service;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that a timer repeats, guarded because a timer stops silently after an exception. */
public final class RepeatedWork {

  private static final Logger LOG = LoggerFactory.getLogger(RepeatedWork.class);

  private RepeatedWork() {}

  /**
   * Wraps work so that a failure is logged and the timer continues.
   *
   * @param name name of the work, for the log
   */
  public static Runnable guarded(String name, Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        LOG.error("[{}] failed: {}; it is repeated at the next interval", name, e.getMessage(), e);
      }
    };
  }
}
