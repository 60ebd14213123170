package io.headrace.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Plain Kafka clients against an embedded broker, every wait of them bounded. */
final class Clients {
  static final Duration LIMIT = Duration.ofSeconds(90);

  private final String bootstrapServers;

  Clients(EmbeddedKafka kafka) {
    this.bootstrapServers = kafka.bootstrapServers();
  }

  void createTopic(String name) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(List.of(new NewTopic(name, 1, (short) 1)))
          .all()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  void startShareGroupAtEarliest(String group) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
      var earliest =
          new AlterConfigOp(
              new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
      admin
          .incrementalAlterConfigs(Map.of(resource, List.of(earliest)))
          .all()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  KafkaProducer<String, String> producer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("max.request.size", 64 << 20);
    settings.put("buffer.memory", 128 << 20);
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  void produce(String topic, String... values) throws InterruptedException, ExecutionException {
    try (var producer = producer(Map.of())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, value)).get();
      }
    }
  }

  /** Sends one record in a transaction of {@code producer} that is left open. */
  static void sendInTransaction(KafkaProducer<String, String> producer, String topic, String value)
      throws InterruptedException, ExecutionException {
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(topic, value)).get();
  }

  KafkaShareConsumer<String, String> shareConsumer(String group) {
    return new KafkaShareConsumer<>(
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "group.id", group,
            "share.acknowledgement.mode", "explicit"),
        new StringDeserializer(),
        new StringDeserializer());
  }

  /**
   * Reads the committed values of a one-partition topic from its start until it has {@code count}
   * of them: a transaction's records become readable a moment after its commit has returned.
   */
  List<String> committedValues(String topic, int count) {
    var partition = new TopicPartition(topic, 0);
    List<String> values = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (values.size() < count) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(topic + " holds only " + values + " after " + LIMIT);
        }
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
