package io.headrace.learner.service;

import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the committed records of a topic of one partition, from an offset on. The place is the
 * caller's and is never taken from Kafka's committed offsets. Owned by one thread.
 */
final class TopicFeed implements AutoCloseable {

  private final Consumer<String, byte[]> consumer;
  private final TopicPartition partition;

  /** Opens the feed at the first record. */
  TopicFeed(KafkaClients kafka, String group, Topic topic, String run) {
    consumer = kafka.consumer(group);
    partition = new TopicPartition(topic.of(run), 0);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
  }

  TopicPartition partition() {
    return partition;
  }

  /** The consumer group, to commit offsets in its name. */
  ConsumerGroupMetadata group() {
    return consumer.groupMetadata();
  }

  void seek(long offset) {
    consumer.seek(partition, offset);
  }

  /** The offset that is read next. */
  long position() {
    return consumer.position(partition);
  }

  /** The offset after the last committed record. */
  long end() {
    return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
  }

  /** The next records, in order; none when none came in time. */
  List<ConsumerRecord<String, byte[]>> poll(Duration timeout) {
    return consumer.poll(timeout).records(partition);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
