package io.headrace.cli.output;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.headrace.pipeline.kafka.BrokerFailure;
import io.headrace.pipeline.service.StatusMarker;
import java.util.Locale;

/**
 * A log filter that hides log lines whose problem the command prints itself: why services stopped,
 * and authorization failures logged by Kafka's clients. Inactive when {@code HEADRACE_LOG} is set.
 */
public final class RefusalFilter extends Filter<ILoggingEvent> {

  private final boolean active;

  /** Active unless {@code HEADRACE_LOG} is set. */
  public RefusalFilter() {
    this(!LogRequest.isMade());
  }

  RefusalFilter(boolean active) {
    this.active = active;
  }

  @Override
  public FilterReply decide(ILoggingEvent event) {
    boolean isPrinted = LogRequest.isOurs(event) ? isInStatus(event) : isRefusal(event);
    return active && isPrinted ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  private static boolean isInStatus(ILoggingEvent event) {
    return event.getMarkerList() != null
        && event.getMarkerList().stream().anyMatch(marker -> marker.contains(StatusMarker.NAME));
  }

  private static boolean isRefusal(ILoggingEvent event) {
    String message = event.getFormattedMessage().toLowerCase(Locale.ROOT);
    return message.contains("not authorized")
        || message.contains("authorization failed")
        || (event.getThrowableProxy() instanceof ThrowableProxy proxy
            && BrokerFailure.isRefusal(proxy.getThrowable()));
  }
}
