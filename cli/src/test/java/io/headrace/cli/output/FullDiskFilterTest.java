package io.headrace.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FullDiskFilterTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private final IOException full = new IOException("No space left on device");

  private final LoggerContext context = new LoggerContext();
  private final FullDiskFilter filter = new FullDiskFilter(true);

  @Test
  void hidesLogLinesOfLibrariesAboutAFullDiskAndShortlyAfterIt() {
    // When
    FilterReply before = filter.decide(event("kafka.log.LogManager", NOW, "slow", null));
    FilterReply fault =
        filter.decide(event("kafka.log.LogManager", NOW, "failed", new UncheckedIOException(full)));
    FilterReply soon =
        filter.decide(event("state.change.logger", NOW.plusSeconds(29), "offline", null));
    FilterReply late =
        filter.decide(event("state.change.logger", NOW.plusSeconds(31), "offline", null));

    // Then
    assertThat(before).isEqualTo(FilterReply.NEUTRAL);
    assertThat(fault).isEqualTo(FilterReply.DENY);
    assertThat(soon).isEqualTo(FilterReply.DENY);
    assertThat(late).isEqualTo(FilterReply.NEUTRAL);
  }

  @Test
  void showsHeadracesLogLinesAboutAFullDiskWithoutStackTraces() {
    // When
    FilterReply stack =
        filter.decide(event("io.headrace.embedded.EmbeddedKafka", NOW, "fault", full));
    FilterReply sentence =
        filter.decide(
            event(
                "io.headrace.rollout.Weights", NOW, "No space left on device; tries again", null));
    FilterReply bug =
        filter.decide(
            event("io.headrace.rollout.Weights", NOW, "bug", new IllegalStateException("x")));

    // Then
    assertThat(stack).isEqualTo(FilterReply.DENY);
    assertThat(sentence).isEqualTo(FilterReply.NEUTRAL);
    assertThat(bug).isEqualTo(FilterReply.NEUTRAL);
  }

  @Test
  void hidesNothingFromARequestedLog() {
    // Given
    FullDiskFilter inactive = new FullDiskFilter(false);

    // When
    FilterReply fault = inactive.decide(event("kafka.log.LogManager", NOW, "failed", full));

    // Then
    assertThat(fault).isEqualTo(FilterReply.NEUTRAL);
  }

  private ILoggingEvent event(
      String logger, Instant time, String message, @Nullable Throwable thrown) {
    LoggingEvent event =
        new LoggingEvent(
            "test", context.getLogger(logger), Level.ERROR, message, thrown, new Object[0]);
    event.setInstant(time);
    return event;
  }
}
