package io.headrace.learner.service;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the committed records of a topic of one partition, from an offset on. The caller gives the
 * offset; Kafka's committed offsets are not used. Owned by one thread.
 */
final class TopicFeed implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MOST_EMPTY_POLLS = 150;

  private final Consumer<String, byte[]> consumer;
  private final TopicPartition partition;

  /** Opens the feed at the first record. */
  TopicFeed(KafkaClients kafka, String group, Topic topic, String run) {
    consumer = kafka.consumer(group);
    partition = new TopicPartition(topic.of(run), 0);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
  }

  /** The consumer group, whose offsets a commit contains. */
  ConsumerGroupMetadata group() {
    return consumer.groupMetadata();
  }

  /** The topic's full name. */
  String topic() {
    return partition.topic();
  }

  void seek(long offset) {
    consumer.seek(partition, offset);
  }

  /** The offset that is read next. */
  long position() {
    return consumer.position(partition);
  }

  /** The offset of the first record. */
  long begin() {
    return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
  }

  /** The offset after the last committed record. */
  long end() {
    return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
  }

  /** The next records, in order; none when none arrives in time. */
  List<ConsumerRecord<String, byte[]>> poll(Duration timeout) {
    return consumer.poll(timeout).records(partition);
  }

  /**
   * Passes the records from the present position to the present end to an action, in order.
   *
   * @throws HeadraceException TIMED_OUT when the broker does not deliver them
   */
  void readToEnd(java.util.function.Consumer<ConsumerRecord<String, byte[]>> action) {
    long end = end();
    for (int empty = 0; position() < end; empty++) {
      if (empty > MOST_EMPTY_POLLS) {
        throw new HeadraceException(
            ErrorCode.TIMED_OUT,
            "[%s] no record arrived for %d s although the topic has more; check the broker"
                .formatted(partition.topic(), POLL.multipliedBy(MOST_EMPTY_POLLS).toSeconds()));
      }
      for (ConsumerRecord<String, byte[]> each : poll(POLL)) {
        empty = 0;
        action.accept(each);
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
