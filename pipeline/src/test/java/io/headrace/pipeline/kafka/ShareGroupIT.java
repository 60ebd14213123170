package io.headrace.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Share groups, which are the work queues of the services. */
class ShareGroupIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  @Test
  void deliversEarlierCommittedRecordsAndNoAbortedOnes() {
    // Given requests of a transaction that was aborted and of one that was committed
    RunTopics topics = RunTopics.create(BROKER);
    String run = topics.run().value();
    String tasks = Topic.TASKS.of(run);
    GroupRequest aborted = RunFixture.of(run).request(0);
    GroupRequest committed = RunFixture.of(run).request(1);
    try (var producer = topics.kafka().transactionalProducer(run + ".test", LIMIT)) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(tasks, "group", aborted));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(tasks, "group", committed));
      producer.commitTransaction();
    }
    String group = run + ".workers";
    try (Admin admin = topics.kafka().admin()) {
      ShareGroups.readFromStart(admin, group);
    }

    // When
    List<GroupRequest> taken = take(topics, group, tasks);

    // Then
    assertThat(taken).containsExactly(committed);
  }

  @Test
  void moreDeliveriesThanTheBrokerAllowsAreRejected() {
    // Given
    RunTopics topics = RunTopics.create(BROKER);
    String group = topics.run() + ".workers";
    var tooMany = new ShareGroups.Deliveries("rollout.max-deliveries", 25);
    var most = new ShareGroups.Deliveries("rollout.max-deliveries", 24);

    // When / Then
    assertThatThrownBy(() -> ShareGroups.configure(topics.kafka(), group, tooMany))
        .isInstanceOfSatisfying(
            HeadraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIG))
        .hasMessage(
            "[rollout.max-deliveries] share group %s needs 26 deliveries of a record, one more than"
                    .formatted(group)
                + " the setting, and the broker allows 25 (group.share.max.delivery.count.limit);"
                + " lower rollout.max-deliveries to 24 or less, or raise"
                + " group.share.max.delivery.count.limit on the brokers");
    assertThat(ShareGroups.configure(topics.kafka(), group, most)).isEqualTo(25);
  }

  private static List<GroupRequest> take(RunTopics topics, String group, String topic) {
    List<GroupRequest> taken = new ArrayList<>();
    long end = System.nanoTime() + LIMIT.toNanos();
    try (var consumer = topics.kafka().shareConsumer(group, 10)) {
      consumer.subscribe(List.of(topic));
      while (taken.isEmpty() && System.nanoTime() < end) {
        for (var each : consumer.poll(Duration.ofMillis(200))) {
          taken.add(topics.kafka().codec().decode(each.value(), GroupRequest.class));
          consumer.acknowledge(each);
        }
      }
    }
    return taken;
  }
}
