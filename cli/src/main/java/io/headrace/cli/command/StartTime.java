package io.headrace.cli.command;

import java.time.Duration;
import java.time.Instant;

/** When the process began, so that start-up counts in what the demo reports. */
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
