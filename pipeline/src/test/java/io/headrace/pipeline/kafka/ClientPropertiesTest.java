package io.headrace.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientPropertiesTest {

  private static final String BROKER = "127.0.0.1:9092";

  @Test
  void aUsersTimeOutsTakePrecedence() {
    // Given
    Map<String, String> user =
        Map.of(
            "request.timeout.ms", "1000",
            "delivery.timeout.ms", "5000",
            "reconnect.backoff.max.ms", "100",
            "linger.ms", "0");

    // When / Then
    assertThat(ClientProperties.producer(BROKER, user)).containsAllEntriesOf(user);
    assertThat(ClientProperties.common(BROKER, user)).containsAllEntriesOf(user);
  }

  @Test
  void aDeliveryLastsAtLeastOneRequestOfTheUsers() {
    // When
    Map<String, Object> config =
        ClientProperties.producer(BROKER, Map.of("request.timeout.ms", "90000"));

    // Then
    assertThat(config).containsEntry("delivery.timeout.ms", 90_002);
  }

  @Test
  void withoutAUsersAreHeadraces() {
    assertThat(ClientProperties.producer(BROKER, Map.of()))
        .containsEntry("request.timeout.ms", 15_000)
        .containsEntry("delivery.timeout.ms", 60_000);
  }

  @Test
  void acksAndIdempotenceCannotBeOverridden() {
    // When
    Map<String, Object> config =
        ClientProperties.producer(BROKER, Map.of("acks", "0", "enable.idempotence", "false"));

    // Then
    assertThat(config).containsEntry("acks", "all").containsEntry("enable.idempotence", true);
  }
}
