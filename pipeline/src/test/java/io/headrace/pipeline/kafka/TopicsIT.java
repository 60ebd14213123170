package io.headrace.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.KafkaConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.id.LearnerId;
import io.headrace.pipeline.id.RunId;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopicsIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  @Test
  void createsEveryTopicOfTheCatalogue() throws Exception {
    // When
    RunTopics topics = RunTopics.create(BROKER);

    // Then
    try (Admin admin = topics.kafka().admin()) {
      Map<String, TopicDescription> found = describe(admin, topics);
      for (Topic topic : Topic.values()) {
        assertThat(found.get(topic.of(topics.run().value())))
            .as(topic.suffix())
            .extracting(description -> description.partitions().size())
            .isEqualTo(topic.partitions(RunTopics.CONFIG.partitions()));
      }
      assertThat(config(admin, Topic.HEARTBEATS.of(topics.run().value())))
          .containsEntry("retention.ms", "3600000")
          .containsEntry("cleanup.policy", "delete");
      assertThat(config(admin, Topic.ATTEMPTS.of(topics.run().value())))
          .containsEntry("retention.ms", "86400000")
          .containsEntry("cleanup.policy", "compact,delete");
      assertThat(config(admin, Topic.WEIGHTS.of(topics.run().value())))
          .containsEntry("retention.ms", "-1")
          .containsEntry("max.message.bytes", String.valueOf(64 << 20));
    }
  }

  @Test
  void everyPartitionAcceptsRecordsImmediately() throws Exception {
    // Given a producer that never sends a record twice
    Map<String, Object> once =
        Map.of(
            "bootstrap.servers",
            BROKER.bootstrapServers(),
            "retries",
            0,
            "enable.idempotence",
            false,
            "max.block.ms",
            LIMIT.toMillis());
    var bytes = new ByteArraySerializer();
    for (int run = 0; run < 5; run++) {
      // When topics have been created
      RunTopics topics = RunTopics.create(BROKER);

      // Then it can write to each of their partitions
      try (var producer = new KafkaProducer<>(once, bytes, bytes)) {
        for (Future<RecordMetadata> sent : sendToAll(producer, topics)) {
          assertThat(sent.get(LIMIT.toSeconds(), TimeUnit.SECONDS).offset()).isZero();
        }
      }
    }
  }

  private static List<Future<RecordMetadata>> sendToAll(
      KafkaProducer<byte[], byte[]> producer, RunTopics topics) {
    byte[] record = {1};
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      String name = topic.of(topics.run().value());
      for (int i = 0; i < topic.partitions(RunTopics.CONFIG.partitions()); i++) {
        sent.add(producer.send(new ProducerRecord<>(name, i, record, record)));
      }
    }
    return sent;
  }

  @Test
  void createsTheSameTopicsAgainAndKeepsTheirRecords() throws Exception {
    // Given
    RunTopics topics = RunTopics.create(BROKER);
    String tasks = Topic.TASKS.of(topics.run().value());
    try (var producer = topics.kafka().producer();
        Admin admin = topics.kafka().admin()) {
      var event = RunFixture.of(topics.run().value()).request(0);
      producer.sendAndWait(new ProducerRecord<>(tasks, event.getGroupId(), event), LIMIT);

      // When
      Topics.create(admin, topics.run(), RunTopics.CONFIG);

      // Then
      try (var reader = BROKER.read(tasks, topics.kafka().codec()::decode)) {
        assertThat(reader.atLeast(1, LIMIT)).containsExactly(event);
      }
    }
  }

  @Test
  void createsOnlyTheTopicsThatAreMissing() throws Exception {
    // Given
    RunTopics topics = RunTopics.create(BROKER);
    String steps = Topic.STEPS.of(topics.run().value());
    try (Admin admin = topics.kafka().admin()) {
      Topics.await(admin.deleteTopics(List.of(steps)).all(), "deleting " + steps);

      // When
      Topics.create(admin, topics.run(), RunTopics.CONFIG);

      // Then
      assertThat(describe(admin, topics)).containsKey(steps);
    }
  }

  @Test
  void deletesARunAndSkipsMissingTopics() throws Exception {
    // Given
    RunTopics topics = RunTopics.create(BROKER);
    try (Admin admin = topics.kafka().admin()) {
      LearnerId further = new LearnerId("reward-model");
      Topics.create(admin, topics.run(), further, RunTopics.CONFIG);
      assertThat(Topics.furtherLearners(admin, topics.run())).containsExactly(further);
      Topics.delete(admin, topics.run());

      // When
      Topics.delete(admin, topics.run());

      // Then
      Awaitility.await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(admin.listTopics().names().get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                      .noneMatch(name -> name.startsWith(topics.run().value() + ".")));
    }
  }

  @Test
  void reportsWhatTheBrokerRejected() {
    // Given more replicas than there are brokers
    KafkaConfig three =
        ConfigLoader.load(
                Optional.empty(),
                Map.of(),
                List.of(
                    "kafka.mode=external",
                    "kafka.bootstrap-servers=" + BROKER.bootstrapServers(),
                    "kafka.replication=3"))
            .config()
            .kafka();
    RunTopics topics = RunTopics.create(BROKER);
    RunId run = new RunId(topics.run() + "-three");

    // When / Then
    try (Admin admin = topics.kafka().admin()) {
      assertThatThrownBy(() -> Topics.create(admin, run, three))
          .isInstanceOfSatisfying(
              HeadraceException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKER_REFUSED))
          .hasMessageStartingWith("[kafka] creating topics of run %s failed".formatted(run))
          .hasMessageEndingWith("; lower kafka.replication or start more brokers");
    }
  }

  @Test
  void reportsAnUnreachableBroker() {
    // Given an address without a listener
    Map<String, Object> nowhere =
        Map.of(
            "bootstrap.servers", "127.0.0.1:1",
            "default.api.timeout.ms", 1000,
            "request.timeout.ms", 500);

    // When / Then
    try (Admin admin = Admin.create(nowhere)) {
      assertThatThrownBy(() -> Topics.create(admin, new RunId("nowhere"), RunTopics.CONFIG))
          .isInstanceOfSatisfying(
              HeadraceException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE_BROKER))
          .hasMessageContaining("creating topics of run nowhere failed")
          .hasMessageContaining("check kafka.bootstrap-servers");
    }
  }

  private static Map<String, TopicDescription> describe(Admin admin, RunTopics topics)
      throws Exception {
    Set<String> names =
        Arrays.stream(Topic.values())
            .map(topic -> topic.of(topics.run().value()))
            .collect(Collectors.toSet());
    return admin.describeTopics(names).allTopicNames().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static Map<String, String> config(Admin admin, String topic) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var described =
        admin.describeConfigs(List.of(resource)).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    return described.values().stream()
        .flatMap(config -> config.entries().stream())
        .filter(entry -> entry.value() != null)
        .collect(Collectors.toMap(entry -> entry.name(), entry -> entry.value()));
  }
}
