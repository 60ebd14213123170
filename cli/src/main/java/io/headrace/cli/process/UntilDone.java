package io.headrace.cli.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a stop of the process is requested by SIGTERM, SIGHUP or Ctrl-C, so that the command
 * can drain and return its own exit code. A second Ctrl-C halts the process at once.
 */
public final class UntilDone {

  /** The exit code of a command that was ended by Ctrl-C. */
  private static final int INTERRUPTED = 130;

  private final CountDownLatch stopRequested = new CountDownLatch(1);

  private UntilDone() {}

  /** Installs the signal handlers. */
  public static UntilDone watchingSignals() {
    UntilDone until = new UntilDone();
    SignalHandlers.handle("TERM", until.stopRequested::countDown);
    SignalHandlers.handle("HUP", until.stopRequested::countDown);
    SignalHandlers.handle("INT", until::handleInterrupt);
    return until;
  }

  private void handleInterrupt() {
    if (stopRequested.getCount() == 0) {
      Runtime.getRuntime().halt(INTERRUPTED);
    }
    stopRequested.countDown();
  }

  /**
   * Waits at most the given time.
   *
   * @return whether a stop was requested
   */
  public boolean await(Duration time) {
    try {
      return stopRequested.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
