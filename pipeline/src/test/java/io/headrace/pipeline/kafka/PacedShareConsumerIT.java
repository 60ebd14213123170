package io.headrace.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.TestBroker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PacedShareConsumerIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int POLLS = 60;

  @RegisterExtension static final TestBroker BROKER = TestBroker.own(UnaryOperator.identity());

  @Test
  void doesNotSpinWhileItsBrokerIsDownAndContinuesAfterwards() {
    // Given a member that has joined
    RunTopics topics = RunTopics.create(BROKER);
    String tasks = Topic.TASKS.of(topics.run().value());
    String group = topics.run() + ".workers";
    try (Admin admin = topics.kafka().admin()) {
      ShareGroups.readFromStart(admin, group);
    }
    try (KafkaShareConsumer<String, byte[]> member = topics.kafka().shareConsumer(group, 10)) {
      member.subscribe(List.of(tasks));
      write(topics, tasks);
      await().pollInSameThread().atMost(LIMIT).until(() -> takesOne(member));

      // When its broker is away for many polls
      BROKER.stop();
      long before = cpuNanos();
      long start = System.nanoTime();
      for (int i = 0; i < POLLS; i++) {
        member.poll(POLL);
      }
      double busy = (double) (cpuNanos() - before) / (System.nanoTime() - start);

      // Then it has waited most of the time, and consumes records when the broker is back
      assertThat(busy).isLessThan(0.2);
      BROKER.restart();
      write(topics, tasks);
      await().pollInSameThread().atMost(LIMIT).until(() -> takesOne(member));
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void write(RunTopics topics, String tasks) {
    try (EventProducer producer = topics.kafka().producer()) {
      producer.send(
          new ProducerRecord<>(tasks, "group", RunFixture.of(topics.run().value()).request(1)));
      producer.flush();
    }
  }

  /** On the thread that polls. */
  private static boolean takesOne(KafkaShareConsumer<String, byte[]> member) {
    var records = member.poll(POLL);
    records.forEach(member::acknowledge);
    return !records.isEmpty();
  }
}
