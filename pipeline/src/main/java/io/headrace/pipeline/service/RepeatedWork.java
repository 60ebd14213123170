package io.headrace.pipeline.service;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that a timer repeats. A timer ends without a word after the first turn that throws. */
public final class RepeatedWork {

  private static final Logger LOG = LoggerFactory.getLogger(RepeatedWork.class);

  private RepeatedWork() {}

  /**
   * The work with every failure logged, so that the next turn follows.
   *
   * @param name of the work, for the log
   */
  public static Runnable guarded(String name, Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        LOG.error("[{}] a turn failed: {}; the next one follows", name, e.getMessage(), e);
      }
    };
  }
}
