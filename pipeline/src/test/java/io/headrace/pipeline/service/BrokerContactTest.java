package io.headrace.pipeline.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BrokerContactTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aLongSilenceOfTheBrokerIsReported() {
    // Given a broker that confirmed something five seconds after the start
    BrokerContact contact = new BrokerContact("kafka-1:9092", START);
    contact.confirmed(START.plusSeconds(5));

    // When / Then a short pause is not reported, ten seconds of silence are
    assertThat(contact.problem(START.plusSeconds(14))).isEmpty();
    assertThat(contact.problem(START.plusSeconds(17)))
        .isEqualTo(
            "[kafka] the broker at kafka-1:9092 has not answered for 12 s; the services resume"
                + " when it does");

    // and no longer when it answers
    contact.confirmed(START.plusSeconds(18));
    assertThat(contact.problem(START.plusSeconds(19))).isEmpty();
  }
}
