package io.headrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.schemas.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestBrokerIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @RegisterExtension static final TestBroker BROKER = TestBroker.own(options -> options);

  @Test
  void readsATopicUntilThePredicateHoldsAlsoAfterARestart() throws Exception {
    // Given
    RunFixture fixture = RunFixture.of(BROKER.newRun());
    List<Trace> traces = fixture.traces(fixture.request(0));
    String topic = fixture.run() + ".traces";
    create(topic);
    write(topic, traces);

    // When
    BROKER.stop();
    BROKER.restart();

    // Then
    try (var reader = BROKER.read(topic, Trace.getDecoder()::decode)) {
      assertThat(reader.atLeast(traces.size(), LIMIT)).containsExactlyElementsOf(traces);
      assertThat(reader.toEnd(LIMIT)).hasSameSizeAs(traces);
      assertThat(reader.records().getFirst().key()).isEqualTo(traces.getFirst().getGroupId());
    }
  }

  @Test
  void reportsTheValuesReadWhenTheDeadlinePasses() throws Exception {
    // Given
    RunFixture fixture = RunFixture.of(BROKER.newRun());
    String topic = fixture.run() + ".traces";
    create(topic);
    write(topic, List.of(fixture.trace(fixture.request(0), 0)));

    // When / Then
    try (var reader = BROKER.read(topic, Trace.getDecoder()::decode)) {
      reader.atLeast(1, LIMIT);
      assertThatThrownBy(() -> reader.atLeast(2, Duration.ofMillis(500)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(
              "did not contain the expected values within PT0.5S; 1 values were read");
    }
  }

  private static void create(String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
          .all()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static void write(String topic, List<Trace> traces) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", BROKER.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (Trace trace : traces) {
        byte[] value = trace.toByteBuffer().array();
        producer
            .send(new ProducerRecord<>(topic, trace.getGroupId(), value))
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }
}
