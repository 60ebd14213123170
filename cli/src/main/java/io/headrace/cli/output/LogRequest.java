package io.headrace.cli.output;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** The user's request for a full log by {@code HEADRACE_LOG}. */
final class LogRequest {

  private LogRequest() {}

  /** Whether {@code HEADRACE_LOG} is set, so that nothing is shortened or hidden. */
  static boolean isMade() {
    return System.getenv("HEADRACE_LOG") != null;
  }

  /** Whether a log event is from Headrace's code and not from a library. */
  static boolean isOurs(ILoggingEvent event) {
    return event.getLoggerName().startsWith("io.headrace");
  }
}
