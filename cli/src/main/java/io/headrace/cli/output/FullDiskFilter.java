package io.headrace.cli.output;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.headrace.pipeline.error.FullDisk;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps from the terminal what libraries log about a full disk, and what they log for a while
 * afterwards: a broker writes a hundred lines and stack traces then, and the command says it in one
 * sentence. Our own sentences pass, without stack traces. Inactive when the user asks for a log
 * with {@code HEADRACE_LOG}.
 */
public final class FullDiskFilter extends Filter<ILoggingEvent> {

  private static final Duration AFTERMATH = Duration.ofSeconds(30);
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final boolean active;
  private final AtomicLong lastMillis = new AtomicLong(NEVER);

  /** Active unless the user asks for a log. */
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
