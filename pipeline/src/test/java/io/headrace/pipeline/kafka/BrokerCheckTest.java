package io.headrace.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Reports of wrong {@code kafka} settings, within a time limit. */
class BrokerCheckTest {

  /** Shorter than the time-out of Kafka's client, also on a busy machine. */
  private static final Duration SOON = Duration.ofSeconds(25);

  @Test
  void anAddressWithoutAListenerIsReportedSoon() throws IOException {
    // Given a port that is taken, but not listened on
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      int port = taken.getLocalPort();
      KafkaClients kafka = clients("127.0.0.1:" + port, Map.of());

      // When
      long began = System.nanoTime();
      assertThatThrownBy(() -> BrokerCheck.requireAnswer(kafka))

          // Then
          .isInstanceOfSatisfying(
              HeadraceException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE_BROKER))
          .hasMessage(
              "[kafka] no broker answers at 127.0.0.1:%d within 8 s; check that it runs, kafka.bootstrap-servers, and security.protocol in kafka.properties"
                  .formatted(port));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    }
  }

  @Test
  void aNameWithoutAnAddressIsOneSentence() {
    // Given
    KafkaClients kafka = clients("no-such-host.invalid:9092", Map.of());

    // When / Then
    assertThatThrownBy(() -> BrokerCheck.requireAnswer(kafka))
        .isInstanceOfSatisfying(
            HeadraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE_BROKER);
              assertThat(BrokerFailure.isRetriable(e)).isTrue();
            })
        .hasMessage(
            "[kafka] no host of no-such-host.invalid:9092 has an address; correct"
                + " kafka.bootstrap-servers or look at this machine's name service");
  }

  /** Services open new clients while the broker is away; the name service may be away with it. */
  @Test
  void noClientReportsAnUnreachableNameServiceAsAWrongSetting() {
    // Given
    KafkaClients kafka = clients("no-such-host.invalid:9092", Map.of());
    List<ThrowingCallable> openings =
        List.of(
            kafka::producer,
            () -> kafka.consumer("g"),
            () -> kafka.watcher("g"),
            () -> kafka.shareConsumer("g", 1),
            kafka::admin);

    // When / Then
    assertThat(openings)
        .allSatisfy(
            opening ->
                assertThatThrownBy(opening).matches(BrokerFailure::isRetriable, "is retriable"));
  }

  @Test
  void aMisspeltPropertyIsRejected() {
    assertThatThrownBy(() -> clients("127.0.0.1:9092", Map.of("security.protocl", "SASL_SSL")))
        .isInstanceOf(HeadraceException.class)
        .hasMessage(
            "[kafka.properties] Kafka's clients have no setting 'security.protocl'; correct its"
                + " name or leave it out");
  }

  @Test
  void aPropertyWithAWrongValueIsOneSentence() {
    // Given
    KafkaClients kafka = clients("127.0.0.1:9092", Map.of("security.protocol", "SASL"));

    // When / Then
    assertThatThrownBy(() -> BrokerCheck.requireAnswer(kafka))
        .isInstanceOf(HeadraceException.class)
        .hasMessageStartingWith("[kafka] no client can be made: Invalid value SASL")
        .hasMessageEndingWith("correct kafka.properties or kafka.bootstrap-servers");
  }

  @Test
  void securitySettingsReachTheClients() {
    // Given SASL without the login module's settings
    KafkaClients kafka =
        clients(
            "127.0.0.1:9092",
            Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "SCRAM-SHA-512"));

    // When / Then Kafka's security code reports them as missing
    assertThatThrownBy(() -> BrokerCheck.requireAnswer(kafka))
        .isInstanceOf(HeadraceException.class)
        .hasMessageContaining("JAAS configuration");
  }

  private static KafkaClients clients(String bootstrap, Map<String, String> properties) {
    return new KafkaClients(bootstrap, properties, EventCodec.released());
  }
}
