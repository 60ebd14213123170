package io.headrace.cli.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the end of a process's work: SIGTERM and Ctrl-C end it, and the JVM then stays until
 * the process is closed.
 */
public final class UntilDone {

  private final CountDownLatch asked = new CountDownLatch(1);

  private UntilDone() {}

  /** Watches for signals; on one, the process is drained before the JVM ends. */
  public static UntilDone of(RunProcess process) {
    UntilDone until = new UntilDone();
    Thread hook =
        Thread.ofPlatform()
            .name("drain")
            .unstarted(
                () -> {
                  until.asked.countDown();
                  process.close();
                });
    Runtime.getRuntime().addShutdownHook(hook);
    return until;
  }

  /**
   * Waits a while.
   *
   * @return whether the process was asked to end
   */
  public boolean await(Duration time) {
    try {
      return asked.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
