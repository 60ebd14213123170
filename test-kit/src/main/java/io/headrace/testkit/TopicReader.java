package io.headrace.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads all committed records of a topic from its start, with a deadline on every wait. For one
 * thread; the creator closes it.
 *
 * @param <T> type of the decoded values
 */
public final class TopicReader<T> implements AutoCloseable {
  private static final Duration METADATA_LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  private final String topic;
  private final Decoder<? extends T> decoder;
  private final KafkaConsumer<String, byte[]> consumer;
  private final List<T> values = new ArrayList<>();
  private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

  /** Decodes a record's value. */
  @FunctionalInterface
  public interface Decoder<T> {
    /** Decodes one value; an exception fails the test. */
    T decode(byte[] value) throws Exception;
  }

  /**
   * Opens a topic that exists.
   *
   * @param bootstrapServers the broker
   * @param topic full name of the topic
   * @param decoder decodes its values, such as {@code codec::decode} or {@code bytes -> bytes}
   */
  public TopicReader(String bootstrapServers, String topic, Decoder<? extends T> decoder) {
    this.topic = topic;
    this.decoder = decoder;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "fetch.max.wait.ms",
                50,
                "allow.auto.create.topics",
                false),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = partitions();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /**
   * Reads until the values read so far, in reading order, satisfy the predicate.
   *
   * @return all values read since the reader was opened
   * @throws AssertionError when they do not within the limit; the message contains the last value
   */
  public List<T> until(Predicate<? super List<T>> enough, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!enough.test(values)) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "%s did not contain the expected values within %s; %d values were read, the last: %s"
                .formatted(topic, limit, values.size(), values.isEmpty() ? "-" : values.getLast()));
      }
      pollOnce();
    }
    return List.copyOf(values);
  }

  /** Reads until there are at least {@code count} values. */
  public List<T> atLeast(int count, Duration limit) {
    return until(soFar -> soFar.size() >= count, limit);
  }

  /**
   * Reads to the current end of the committed records. A transaction's records become readable a
   * moment after its commit has returned: to read them, wait with {@link #until}.
   */
  public List<T> toEnd(Duration limit) {
    Map<TopicPartition, Long> end = consumer.endOffsets(consumer.assignment());
    return until(
        _ -> end.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue()),
        limit);
  }

  /** The records of the values, in the same order, with keys, partitions and offsets. */
  public List<ConsumerRecord<String, byte[]>> records() {
    return List.copyOf(records);
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** Waits for the partitions of a topic that may have been created a moment ago. */
  private List<TopicPartition> partitions() {
    long deadline = System.nanoTime() + METADATA_LIMIT.toNanos();
    List<PartitionInfo> found = consumer.partitionsFor(topic);
    while (found.isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        consumer.close();
        throw new AssertionError("there is no topic " + topic + "; create it before reading it");
      }
      found = consumer.partitionsFor(topic);
    }
    return found.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  private void pollOnce() {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
      records.add(record);
      values.add(decode(record));
    }
  }

  private T decode(ConsumerRecord<String, byte[]> record) {
    try {
      return decoder.decode(record.value());
    } catch (Exception e) {
      throw new AssertionError(
          "[%s partition=%d offset=%d] is not decodable: %s"
              .formatted(topic, record.partition(), record.offset(), e.getMessage()),
          e);
    }
  }
}
