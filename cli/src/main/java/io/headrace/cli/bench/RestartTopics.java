package io.headrace.cli.bench;

import io.headrace.cli.process.TopicTail;
import io.headrace.pipeline.kafka.Delivery;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.schemas.topics.Topic;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Writes and reads the topics of a run for a benchmark. */
final class RestartTopics implements AutoCloseable {

  private final String run;
  private final KafkaClients kafka;
  private final EventProducer producer;

  RestartTopics(String run, KafkaClients kafka) {
    this.run = run;
    this.kafka = kafka;
    this.producer = kafka.producer();
  }

  /** Sends an event with a record timestamp. */
  Delivery send(Topic topic, String key, Instant at, SpecificRecord event) {
    return producer.send(new ProducerRecord<>(topic.of(run), null, at.toEpochMilli(), key, event));
  }

  /** Sends an event whose key is the run. */
  Delivery send(Topic topic, Instant at, SpecificRecord event) {
    return send(topic, run, at, event);
  }

  /** Waits until all that was sent is stored. */
  void flush() {
    producer.flush();
  }

  /** All events of a type on a topic. */
  <T extends SpecificRecord> List<T> all(Topic topic, Class<T> type) {
    try (TopicTail tail = TopicTail.open(kafka, topic.of(run), Long.MAX_VALUE)) {
      return tail.toPresentEnd().stream()
          .flatMap(entry -> entry.event().stream())
          .filter(type::isInstance)
          .map(type::cast)
          .toList();
    }
  }

  /** Moves a share group's offsets to the end of its topic. */
  void finishQueue(String shareGroup, Topic topic) {
    try (Admin admin = kafka.admin()) {
      Topics.await(
          admin.alterShareGroupOffsets(run + shareGroup, ends(topic)).all(),
          "moving the queue of " + run + shareGroup);
    }
  }

  /** The offset after the last record of each partition. */
  Map<TopicPartition, Long> ends(Topic topic) {
    String name = topic.of(run);
    try (Admin admin = kafka.admin()) {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      Topics.await(admin.describeTopics(List.of(name)).allTopicNames(), "describing " + name)
          .values()
          .forEach(
              description ->
                  description
                      .partitions()
                      .forEach(
                          partition ->
                              latest.put(
                                  new TopicPartition(name, partition.partition()),
                                  OffsetSpec.latest())));
      Map<TopicPartition, Long> ends = new HashMap<>();
      Topics.await(admin.listOffsets(latest).all(), "finding the end of " + name)
          .forEach((partition, end) -> ends.put(partition, end.offset()));
      return ends;
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
