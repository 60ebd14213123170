package io.headrace.cli.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the end of a process's work: SIGTERM and Ctrl-C ask for it, and the command then drains
 * and ends with its own exit code. A second Ctrl-C ends the process as it is.
 */
public final class UntilDone {

  /** What shells show for a command that Ctrl-C ended. */
  private static final int INTERRUPTED = 130;

  private final CountDownLatch asked = new CountDownLatch(1);

  private UntilDone() {}

  /** Watches for signals from now on. */
  public static UntilDone watchingSignals() {
    UntilDone until = new UntilDone();
    SignalHandlers.handle("TERM", until.asked::countDown);
    SignalHandlers.handle("HUP", until.asked::countDown);
    SignalHandlers.handle("INT", until::interrupted);
    return until;
  }

  private void interrupted() {
    if (asked.getCount() == 0) {
      Runtime.getRuntime().halt(INTERRUPTED);
    }
    asked.countDown();
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
