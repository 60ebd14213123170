package io.headrace.cli.output;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;

/**
 * A log converter that prints stack traces of Headrace's log events and only one line for
 * exceptions logged by libraries. Prints all stack traces when {@code HEADRACE_LOG} is set.
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
