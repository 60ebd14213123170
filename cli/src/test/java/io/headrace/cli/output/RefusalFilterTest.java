package io.headrace.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import io.headrace.pipeline.service.StatusMarker;
import java.util.Set;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefusalFilterTest {

  private final LoggerContext context = new LoggerContext();
  private final RefusalFilter filter = new RefusalFilter(true);

  @Test
  void hidesLogLinesOfClientsAboutARefusal() {
    // When
    FilterReply thrown =
        filter.decide(
            event(
                "org.apache.kafka.streams.KafkaStreams",
                "failed",
                new TopicAuthorizationException(Set.of("run.traces"))));
    FilterReply written =
        filter.decide(
            event(
                "org.apache.kafka.clients.consumer.internals.FetchCollector",
                "Not authorized to read from partition run.traces-2.",
                null));
    FilterReply other =
        filter.decide(
            event("org.apache.kafka.streams.KafkaStreams", "slow", new TimeoutException("x")));

    // Then
    assertThat(thrown).isEqualTo(FilterReply.DENY);
    assertThat(written).isEqualTo(FilterReply.DENY);
    assertThat(other).isEqualTo(FilterReply.NEUTRAL);
  }

  @Test
  void hidesHeadracesLogLinesOnlyWhenTheCommandPrintsTheSame() {
    // Given
    LoggingEvent printed = event("io.headrace.pipeline.service.ServiceThread", "stopped", null);
    printed.addMarker(StatusMarker.IN_STATUS);

    // When
    FilterReply marked = filter.decide(printed);
    FilterReply unmarked =
        filter.decide(event("io.headrace.rollout.TraceWriter", "not authorized", null));

    // Then
    assertThat(marked).isEqualTo(FilterReply.DENY);
    assertThat(unmarked).isEqualTo(FilterReply.NEUTRAL);
  }

  private LoggingEvent event(String logger, String message, @Nullable Throwable thrown) {
    return new LoggingEvent(
        "test", context.getLogger(logger), Level.ERROR, message, thrown, new Object[0]);
  }
}
