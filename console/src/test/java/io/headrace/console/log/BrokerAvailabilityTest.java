package io.headrace.console.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BrokerAvailabilityTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private final BrokerAvailability availability = new BrokerAvailability(START);

  @Test
  void requestsAResponseBeforeItReportsTheBrokerUnreachable() {
    assertThat(availability.isQuiet(START.plusSeconds(4))).isFalse();
    assertThat(availability.isQuiet(START.plusSeconds(6))).isTrue();
    assertThat(availability.problem(START.plusSeconds(6))).isEmpty();
  }

  @Test
  void reportsSinceWhenTheBrokerIsUnreachable() {
    // Given a broker whose last response was at noon
    // When it has not answered for longer than the limit
    // Then the sentence names the time, and an answer ends it
    assertThat(availability.problem(START.plusSeconds(60)).orElseThrow())
        .contains("has not answered the console since 12:00:00 UTC", "kafka.bootstrap-servers");
    availability.recordResponse(START.plusSeconds(61));
    assertThat(availability.problem(START.plusSeconds(62))).isEmpty();
  }
}
