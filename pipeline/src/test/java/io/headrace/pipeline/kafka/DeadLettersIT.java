package io.headrace.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.TestBroker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadLettersIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Clock CLOCK = Clock.fixed(RunFixture.START, ZoneOffset.UTC);

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  @Test
  void keepsTheRecordWholeWithItsOriginAndTheReason() throws Exception {
    // Given
    RunTopics topics = RunTopics.create(BROKER);
    String run = topics.run().value();
    byte[] garbage = {(byte) 0xC3, 0x01, 0, -1};
    var origin = new ConsumerRecord<>(Topic.TRACES.of(run), 2, 17L, "group", garbage);

    // When
    DeadLetter letter = write(topics, origin);

    // Then
    assertThat(letter)
        .isEqualTo(
            DeadLetter.newBuilder()
                .setRun(run)
                .setService("verifier")
                .setOriginTopic(run + ".traces")
                .setOriginPartition(2)
                .setOriginOffset(17)
                .setErrorCode("UNDECODABLE_RECORD")
                .setMessage("why")
                .setAttempt(3)
                .setKey(ByteBuffer.wrap("group".getBytes(StandardCharsets.UTF_8)))
                .setValue(ByteBuffer.wrap(garbage))
                .setFailedAt(RunFixture.START)
                .build());
  }

  @Test
  void keepsARecordWithoutKeyAndValue() throws Exception {
    // Given
    RunTopics topics = RunTopics.create(BROKER);
    ConsumerRecord<String, byte[]> origin = recordOfNothing(topics);

    // When
    DeadLetter letter = write(topics, origin);

    // Then
    assertThat(letter.getKey()).isNull();
    assertThat(letter.getValue()).isNull();
  }

  @SuppressWarnings("NullAway") // Kafka gives null for what a record lacks.
  private static ConsumerRecord<String, byte[]> recordOfNothing(RunTopics topics) {
    return new ConsumerRecord<>(Topic.TRACES.of(topics.run().value()), 0, 0L, null, null);
  }

  private static DeadLetter write(RunTopics topics, ConsumerRecord<String, byte[]> origin)
      throws Exception {
    String run = topics.run().value();
    try (var producer = topics.kafka().producer()) {
      Delivery delivery = new Delivery(Topic.DEAD_LETTERS.of(run));
      new DeadLetters(producer, run, "verifier", CLOCK)
          .send(origin, ErrorCode.UNDECODABLE_RECORD, "why", 3, delivery);
      delivery.await(LIMIT);
    }
    try (var reader =
        BROKER.read(
            Topic.DEAD_LETTERS.of(run),
            bytes -> topics.kafka().codec().decode(bytes, DeadLetter.class))) {
      return reader.atLeast(1, LIMIT).getFirst();
    }
  }
}
