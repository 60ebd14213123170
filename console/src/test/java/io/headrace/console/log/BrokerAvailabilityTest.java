package io.headrace.console.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BrokerAvailabilityTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private final BrokerAvailability contact = new BrokerAvailability(START);

  @Test
  void asksABrokerThatIsQuietBeforeItCallsItGone() {
    assertThat(contact.quiet(START.plusSeconds(4))).isFalse();
    assertThat(contact.quiet(START.plusSeconds(6))).isTrue();
    assertThat(contact.problem(START.plusSeconds(6))).isEmpty();
  }

  @Test
  void saysSinceWhenTheBrokerIsGone() {
    // Given a broker that was heard last at noon
    // When it has been silent for long
    // Then the sentence names the time, and an answer ends it
    assertThat(contact.problem(START.plusSeconds(60)).orElseThrow())
        .contains("not heard from the Kafka broker since 12:00:00 UTC", "kafka.bootstrap-servers");
    contact.hear(START.plusSeconds(61));
    assertThat(contact.problem(START.plusSeconds(62))).isEmpty();
  }
}
