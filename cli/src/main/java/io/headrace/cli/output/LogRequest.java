package io.headrace.cli.output;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** Whether the user asks for a log, and whose events it has. */
final class LogRequest {

  private LogRequest() {}

  /** Whether {@code HEADRACE_LOG} is set: then nothing is shortened or left out. */
  static boolean isMade() {
    return System.getenv("HEADRACE_LOG") != null;
  }

  /** Whether an event is of our own code and not of a library. */
  static boolean isOurs(ILoggingEvent event) {
    return event.getLoggerName().startsWith("io.headrace");
  }
}
