package io.headrace.cli.command;

import java.time.Duration;
import java.time.Instant;

/** Start time of the process, so that the time that the demo reports includes start-up. */
final class StartTime {

  private StartTime() {}

  /** The start on the scale of {@link System#nanoTime}. */
  static long nanos() {
    Duration alive =
        ProcessHandle.current()
            .info()
            .startInstant()
            .map(start -> Duration.between(start, Instant.now()))
            .orElse(Duration.ZERO);
    return System.nanoTime() - alive.toNanos();
  }
}
