package io.headrace.cli.output;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.headrace.pipeline.error.FullDisk;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A log filter that hides log lines of libraries about a full disk and for 30 s afterwards, when a
 * broker logs a hundred lines and stack traces. The command itself prints one sentence. Headrace's
 * own log lines are kept, except those about a full disk that have a stack trace. Inactive when
 * {@code HEADRACE_LOG} is set.
 */
public final class FullDiskFilter extends Filter<ILoggingEvent> {

  private static final Duration AFTERMATH = Duration.ofSeconds(30);
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final boolean active;
  private final AtomicLong lastMillis = new AtomicLong(NEVER);

  /** Active unless {@code HEADRACE_LOG} is set. */
  public FullDiskFilter() {
    this(!LogRequest.isMade());
  }

  FullDiskFilter(boolean active) {
    this.active = active;
  }

  @Override
  public FilterReply decide(ILoggingEvent event) {
    if (!active) {
      return FilterReply.NEUTRAL;
    }
    boolean disk = isOfFullDisk(event);
    if (LogRequest.isOurs(event)) {
      return disk && event.getThrowableProxy() != null ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
    if (disk) {
      lastMillis.accumulateAndGet(event.getTimeStamp(), Math::max);
    }
    boolean aftermath = event.getTimeStamp() - lastMillis.get() < AFTERMATH.toMillis();
    return aftermath ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  private static boolean isOfFullDisk(ILoggingEvent event) {
    return FullDisk.isNamedIn(event.getFormattedMessage())
        || (event.getThrowableProxy() instanceof ThrowableProxy proxy
            && FullDisk.isBehind(proxy.getThrowable()));
  }
}
