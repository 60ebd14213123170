package io.headrace.cli.output;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;

/**
 * Stack traces of our own code, and one line for what a library threw; all of it when the user asks
 * for a log with {@code HEADRACE_LOG}.
 */
public final class StackConverter extends ThrowableProxyConverter {

  @Override
  public String convert(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    return thrown == null || LogRequest.isMade() || LogRequest.isOurs(event)
        ? super.convert(event)
        : "  %s: %s%n".formatted(thrown.getClassName(), thrown.getMessage());
  }
}
