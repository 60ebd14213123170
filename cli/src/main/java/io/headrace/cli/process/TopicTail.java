package io.headrace.cli.process;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads the last records of a topic, and the records written after. Owned by one thread. */
public final class TopicTail implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(500);

  /**
   * A record of the topic.
   *
   * @param partition its partition
   * @param offset its offset
   * @param event the decoded event; empty when the record is not an event
   * @param problem why it is not an event, else empty
   */
  public record Entry(int partition, long offset, Optional<SpecificRecord> event, String problem) {}

  private final Consumer<String, byte[]> consumer;
  private final EventCodec codec;
  private final Map<TopicPartition, Long> presentEnd;

  private TopicTail(
      Consumer<String, byte[]> consumer, EventCodec codec, Map<TopicPartition, Long> presentEnd) {
    this.consumer = consumer;
    this.codec = codec;
    this.presentEnd = Map.copyOf(presentEnd);
  }

  /**
   * Opens a topic.
   *
   * @param lines number of records before the end to start from, over all partitions
   * @throws HeadraceException MISSING_TOPIC or UNREACHABLE_BROKER
   */
  public static TopicTail open(KafkaClients kafka, String topic, long lines) {
    Consumer<String, byte[]> consumer = kafka.consumer("headrace.tail");
    try {
      List<PartitionInfo> infos = consumer.partitionsFor(topic, DEADLINE);
      if (infos == null || infos.isEmpty()) {
        throw new HeadraceException(
            ErrorCode.MISSING_TOPIC,
            "[%s] there is no such topic; check the run with 'headrace topics'".formatted(topic));
      }
      List<TopicPartition> partitions =
          infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
      Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions, DEADLINE);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions, DEADLINE);
      long perPartition = Math.ceilDiv(lines, partitions.size());
      Map<TopicPartition, Long> start = new HashMap<>();
      for (TopicPartition partition : partitions) {
        long first = begin.getOrDefault(partition, 0L);
        long last = end.getOrDefault(partition, 0L);
        start.put(partition, NewestRecords.offset(consumer, partition, perPartition, first, last));
      }
      consumer.assign(partitions);
      start.forEach(consumer::seek);
      return new TopicTail(consumer, kafka.codec(), end);
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      consumer.close();
      throw new HeadraceException(
          ErrorCode.UNREACHABLE_BROKER,
          "[%s] the broker %s did not answer within %d s; check that it runs"
              .formatted(topic, kafka.bootstrapServers(), DEADLINE.toSeconds()),
          e);
    }
  }

  /** Polls for records. */
  public List<Entry> poll(Duration timeout) {
    return entries(timeout, Long.MAX_VALUE);
  }

  /** Polls for records and leaves out those written after opening. */
  public List<Entry> pollToPresentEnd(Duration timeout) {
    return entries(timeout, 0);
  }

  /**
   * Reads all records up to the end that the topic had at opening.
   *
   * @throws HeadraceException TIMED_OUT when no record arrives for 15 s
   */
  public List<Entry> toPresentEnd() {
    List<Entry> all = new ArrayList<>();
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!atPresentEnd()) {
      List<Entry> more = pollToPresentEnd(POLL);
      all.addAll(more);
      if (!more.isEmpty()) {
        deadline = System.nanoTime() + DEADLINE.toNanos();
      } else if (System.nanoTime() - deadline > 0) {
        throw new HeadraceException(
            ErrorCode.TIMED_OUT,
            "[%s] no record was read for %d s although the topic has more; check that the broker runs"
                .formatted(presentEnd.keySet(), DEADLINE.toSeconds()));
      }
    }
    return all;
  }

  private List<Entry> entries(Duration timeout, long beyond) {
    List<Entry> entries = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : consumer.poll(timeout)) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      if (record.offset() < Math.max(beyond, presentEnd.getOrDefault(partition, 0L))) {
        entries.add(entry(record));
      }
    }
    return entries;
  }

  /** Whether all records up to the end at opening have been read. */
  public boolean atPresentEnd() {
    return presentEnd.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private Entry entry(ConsumerRecord<String, byte[]> record) {
    try {
      return new Entry(
          record.partition(), record.offset(), Optional.of(codec.decode(record.value())), "");
    } catch (HeadraceException e) {
      return new Entry(
          record.partition(), record.offset(), Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
