package io.headrace.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The queues that services take their work from. */
class ShareGroupIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  @Test
  void handsOutWhatStoodThereBeforeAndNothingThatWasAborted() {
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
      Topics.readFromStart(admin, group);
    }

    // When
    List<GroupRequest> taken = take(topics, group, tasks);

    // Then
    assertThat(taken).containsExactly(committed);
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
