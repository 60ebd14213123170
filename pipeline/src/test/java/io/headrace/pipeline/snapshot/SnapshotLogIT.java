package io.headrace.pipeline.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.id.RunId;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.ReadPosition;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.TestBroker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SnapshotLogIT {
  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  private final String run = BROKER.newRun();
  private final KafkaClients kafka =
      new KafkaClients(BROKER.bootstrapServers(), Map.of(), EventCodec.released());

  @BeforeEach
  void createTopics() {
    var config = ConfigLoader.load(Optional.empty(), Map.of(), List.of("run=" + run)).config();
    try (Admin admin = kafka.admin()) {
      Topics.create(admin, new RunId(run), config.kafka());
    }
  }

  private void write(String service, long number, long controlOffset) {
    try (EventProducer producer = kafka.producer()) {
      write(producer, service, number, controlOffset);
    }
  }

  private void write(EventProducer producer, String service, long number, long controlOffset) {
    CurriculumSnapshot snapshot =
        CurriculumSnapshot.newBuilder()
            .setRun(run)
            .setNumber(number)
            .setPart(0)
            .setParts(1)
            .setPositions(List.of(new ReadPosition("control", 0, controlOffset)))
            .setLastAskedAt(RunFixture.START)
            .setTakenAt(RunFixture.START)
            .build();
    producer.send(new ProducerRecord<>(Topic.SNAPSHOTS.of(run), service + "/0", snapshot));
  }

  private Optional<Long> newestOf(String service) {
    var parts =
        new SnapshotLog.Parts<>(
            service,
            CurriculumSnapshot.class,
            found -> found.isEmpty() ? Optional.empty() : Optional.of(found.getLast()),
            CurriculumSnapshot::getPositions);
    try (KafkaConsumer<String, byte[]> consumer = kafka.consumer(run + ".test")) {
      return new SnapshotLog<>(run, parts, consumer, kafka.codec())
          .newest()
          .map(CurriculumSnapshot::getNumber);
    }
  }

  @Test
  void findsTheNewestOfAServiceBeforeManyOfAnother() {
    // Given a console that wrote its last snapshot long before the curriculum's newest ones
    try (EventProducer producer = kafka.producer()) {
      write(producer, "console", 1, 0);
      write(producer, "console", 2, 0);
      for (int number = 1; number <= 700; number++) {
        write(producer, "curriculum", number, 0);
      }
    }

    // Then
    assertThat(newestOf("console")).contains(2L);
    assertThat(newestOf("curriculum")).contains(700L);
    assertThat(newestOf("learner")).isEmpty();
  }

  @Test
  void rejectsOneThatIsAheadOfTheLog() {
    // Given a snapshot of a control topic that has lost its records
    write("console", 1, 17);

    // Then
    assertThat(newestOf("console")).isEmpty();
  }
}
