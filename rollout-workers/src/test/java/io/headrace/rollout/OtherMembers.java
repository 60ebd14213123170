package io.headrace.rollout;

import static org.awaitility.Awaitility.await;

import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.ShareGroups;
import io.headrace.pipeline.queue.AttemptLog;
import io.headrace.pipeline.queue.RecordPosition;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.schemas.topics.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;

/**
 * Members of the workers' share group that take requests and release or keep them, so that workers
 * get redelivered requests.
 */
final class OtherMembers {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final RunConfig config;
  private final KafkaClients kafka;
  private final EventProducer producer;
  private final String group;
  private final Map<RecordPosition, Integer> taken = new HashMap<>();

  OtherMembers(RunConfig config, KafkaClients kafka, EventProducer producer, String group) {
    this.config = config;
    this.kafka = kafka;
    this.producer = producer;
    this.group = group;
  }

  record MemberWithRequests(KafkaShareConsumer<String, byte[]> consumer, int taken)
      implements AutoCloseable {
    @Override
    public void close() {
      consumer.close(Duration.ofSeconds(5));
    }
  }

  MemberWithRequests takeWithoutAcknowledging() {
    KafkaShareConsumer<String, byte[]> consumer = member();
    return new MemberWithRequests(consumer, poll(consumer));
  }

  void takeAndRelease(int times) {
    takeAndReleaseAll(1, times);
  }

  /** Takes and releases until each of so many requests was delivered so often. */
  void takeAndReleaseAll(int requests, int times) {
    taken.clear();
    try (KafkaShareConsumer<String, byte[]> consumer = member()) {
      await().atMost(LIMIT).until(() -> release(consumer, times).size() == requests);
    }
  }

  /** Releases the requests of one poll; those that were delivered so often by now. */
  private Set<RecordPosition> release(KafkaShareConsumer<String, byte[]> consumer, int times) {
    for (var record : consumer.poll(Duration.ofMillis(200))) {
      consumer.acknowledge(record, AcknowledgeType.RELEASE);
      taken.merge(
          RecordPosition.of(record), record.deliveryCount().orElseThrow().intValue(), Math::max);
    }
    consumer.commitSync();
    return taken.entrySet().stream()
        .filter(entry -> entry.getValue() >= times)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Writes attempts for the requests that were taken, as workers do before they sample them. */
  void beginAttempts(int times) {
    var context =
        new ServiceContext(config, kafka, new SimpleMeterRegistry(), Clock.systemUTC(), "ended");
    try (var log =
        new AttemptLog(context, "rollout-worker", Topic.TASKS.of(config.run()), producer)) {
      for (int i = 0; i < times; i++) {
        log.written(taken.keySet());
        log.begin(taken.keySet());
      }
    }
  }

  private KafkaShareConsumer<String, byte[]> member() {
    ShareGroups.configure(
        kafka,
        group,
        new ShareGroups.Deliveries("rollout.max-deliveries", WorkerRun.MAX_DELIVERIES));
    KafkaShareConsumer<String, byte[]> consumer = kafka.shareConsumer(group, 10);
    consumer.subscribe(List.of(Topic.TASKS.of(config.run())));
    return consumer;
  }

  private static int poll(KafkaShareConsumer<String, byte[]> consumer) {
    Instant until = Instant.now().plus(LIMIT);
    while (Instant.now().isBefore(until)) {
      int count = consumer.poll(Duration.ofMillis(200)).count();
      if (count > 0) {
        return count;
      }
    }
    return 0;
  }
}
