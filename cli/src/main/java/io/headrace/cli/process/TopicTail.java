package io.headrace.cli.process;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** The end of a topic, and what comes after. Owned by one thread. */
public final class TopicTail implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(500);

  /**
   * A record of the topic.
   *
   * @param partition its partition
   * @param offset its offset
   * @param event what it holds; empty when it is no event
   * @param problem why it is no event, else empty
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
   * @param lines how many records before the end to begin with, in all partitions together
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
      consumer.assign(partitions);
      Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions, DEADLINE);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions, DEADLINE);
      long each = Math.ceilDiv(lines, partitions.size());
      for (TopicPartition partition : partitions) {
        long first = begin.getOrDefault(partition, 0L);
        long last = end.getOrDefault(partition, 0L);
        consumer.seek(partition, Math.max(first, each > last ? 0 : last - each));
      }
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

  /** The records that came within the timeout. */
  public List<Entry> poll(Duration timeout) {
    return entries(timeout, Long.MAX_VALUE);
  }

  /** The same without those that came after opening. */
  public List<Entry> pollToPresentEnd(Duration timeout) {
    return entries(timeout, 0);
  }

  /**
   * Everything from where it was opened to the end that the topic had then.
   *
   * @throws HeadraceException TIMED_OUT when nothing comes for a while
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
            "[%s] nothing came for %d s though there is more; check that the broker runs"
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

  /** Whether everything that was there at opening has been read. */
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
