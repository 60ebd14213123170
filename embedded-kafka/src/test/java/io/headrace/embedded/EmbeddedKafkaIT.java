package io.headrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
  @TempDir Path folder;

  @Test
  void keepsTopicsAndRecordsOverARestart() throws Exception {
    // Given a broker that was stopped after a record was written
    String cluster;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      cluster = kafka.clusterId();
      Clients clients = new Clients(kafka);
      clients.createTopic("kept");
      clients.produce("kept", "a", "b");
    }

    // When it starts again in the same folder
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {

      // Then it is the same cluster with the same records
      assertThat(kafka.clusterId()).isEqualTo(cluster);
      assertThat(new Clients(kafka).committedValues("kept", 2)).containsExactly("a", "b");
      assertThat(kafka.fault()).isEmpty();
    }
  }

  @Test
  void hidesAnAbortedTransactionFromReadersOfCommittedRecords() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      // Given
      Clients clients = new Clients(kafka);
      clients.createTopic("steps");
      try (var producer = clients.producer(Map.of("transactional.id", "learner"))) {
        producer.initTransactions();
        Clients.sendInTransaction(producer, "steps", "half a step");
        producer.abortTransaction();

        // When
        Clients.sendInTransaction(producer, "steps", "a step");
        producer.commitTransaction();
      }

      // Then
      assertThat(clients.committedValues("steps", 1)).containsExactly("a step");
    }
  }

  @Test
  void deliversAReleasedRecordOfAShareGroupAgain() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      // Given
      Clients clients = new Clients(kafka);
      clients.createTopic("tasks");
      clients.startShareGroupAtEarliest("workers");
      clients.produce("tasks", "0", "1", "2", "3");

      // When the first delivery of one record is released and all others are accepted
      Set<String> accepted = acceptAllButTheFirstDeliveryOf("2", clients);

      // Then
      assertThat(accepted).containsExactly("0", "1", "2", "3");
    }
  }

  private static Set<String> acceptAllButTheFirstDeliveryOf(String released, Clients clients) {
    Set<String> accepted = new TreeSet<>();
    try (var consumer = clients.shareConsumer("workers")) {
      consumer.subscribe(List.of("tasks"));
      long deadline = System.nanoTime() + Clients.LIMIT.toNanos();
      while (accepted.size() < 4 && System.nanoTime() < deadline) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          boolean first = record.deliveryCount().orElseThrow() == 1;
          if (record.value().equals(released) && first) {
            consumer.acknowledge(record, AcknowledgeType.RELEASE);
          } else {
            consumer.acknowledge(record, AcknowledgeType.ACCEPT);
            accepted.add(record.value());
          }
        }
        consumer.commitSync();
      }
    }
    return accepted;
  }

  @Test
  void deliversARecordToAnotherConsumerWhenItsLockRunsOut() throws Exception {
    EmbeddedKafkaOptions options =
        EmbeddedKafkaOptions.in(folder).withShareLockDuration(Duration.ofSeconds(1));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(options)) {
      // Given a consumer that holds a record and never acknowledges it
      Clients clients = new Clients(kafka);
      clients.createTopic("tasks");
      clients.startShareGroupAtEarliest("workers");
      clients.produce("tasks", "0");
      try (var stuck = clients.shareConsumer("workers");
          var other = clients.shareConsumer("workers")) {
        assertThat(firstDelivery(stuck)).isEqualTo((short) 1);

        // When another consumer polls
        short delivery = firstDelivery(other);

        // Then
        assertThat(delivery).isEqualTo((short) 2);
      }
    }
  }

  private static short firstDelivery(KafkaShareConsumer<String, String> consumer) {
    consumer.subscribe(List.of("tasks"));
    long deadline = System.nanoTime() + Clients.LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      for (var record : consumer.poll(Duration.ofMillis(200))) {
        return record.deliveryCount().orElseThrow();
      }
    }
    throw new AssertionError("no delivery within " + Clients.LIMIT);
  }

  @Test
  void carriesRecordsOfManyMegabytes() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      // Given
      Clients clients = new Clients(kafka);
      clients.createTopic("weights");
      String large = "w".repeat(32 << 20);

      // When
      clients.produce("weights", large);

      // Then
      assertThat(clients.committedValues("weights", 1)).containsExactly(large);
    }
  }
}
