package io.headrace.console.log;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Merges the records of several partitions in the order of their timestamps while a log is
 * replayed, so that a step is applied after the groups it trained on. Buffers at most some
 * megabytes per partition. Pure; for one thread.
 */
final class ReplayOrder {
  private static final int MAX_RECORDS = 1_000;
  private static final long MAX_BYTES = 4 << 20;

  private final Map<TopicPartition, Buffer> buffers = new HashMap<>();
  private final Set<TopicPartition> awaited = new HashSet<>();
  private final Comparator<TopicPartition> ties;

  private static final class Buffer {
    private final ArrayDeque<ConsumerRecord<String, byte[]>> records = new ArrayDeque<>();
    private long bytes;
  }

  /**
   * Creates an order of partitions that all have further records.
   *
   * @param ties order of partitions for equal timestamps
   */
  ReplayOrder(Set<TopicPartition> partitions, Comparator<TopicPartition> ties) {
    this.awaited.addAll(partitions);
    this.ties = ties;
  }

  void add(ConsumerRecord<String, byte[]> message) {
    Buffer ofPartition = buffers.computeIfAbsent(partition(message), _ -> new Buffer());
    ofPartition.records.addLast(message);
    ofPartition.bytes += Math.max(0, message.serializedValueSize());
  }

  /** Marks the end of a partition, whose further records are not waited for. */
  void end(TopicPartition partition) {
    awaited.remove(partition);
  }

  /** Whether every partition has ended and every record was returned. */
  boolean isDone() {
    return awaited.isEmpty() && buffers.isEmpty();
  }

  /** Whether the partition's buffer is full, so that reading it should pause. */
  boolean isFull(TopicPartition partition) {
    Buffer found = buffers.get(partition);
    return found != null && (found.records.size() >= MAX_RECORDS || found.bytes >= MAX_BYTES);
  }

  /** The offset of the partition's first buffered record. */
  OptionalLong firstBuffered(TopicPartition partition) {
    Buffer found = buffers.get(partition);
    return found == null ? OptionalLong.empty() : OptionalLong.of(found.records.element().offset());
  }

  /** Removes and returns the next record; empty while an earlier one may still be read. */
  Optional<ConsumerRecord<String, byte[]>> next() {
    if (!buffers.keySet().containsAll(awaited)) {
      return Optional.empty();
    }
    return buffers.values().stream()
        .map(found -> found.records.element())
        .min(
            Comparator.<ConsumerRecord<String, byte[]>>comparingLong(ConsumerRecord::timestamp)
                .thenComparing(ReplayOrder::partition, ties))
        .map(this::take);
  }

  private ConsumerRecord<String, byte[]> take(ConsumerRecord<String, byte[]> message) {
    buffers.computeIfPresent(
        partition(message),
        (_, found) -> {
          found.records.remove();
          found.bytes -= Math.max(0, message.serializedValueSize());
          return found.records.isEmpty() ? null : found;
        });
    return message;
  }

  private static TopicPartition partition(ConsumerRecord<String, byte[]> message) {
    return new TopicPartition(message.topic(), message.partition());
  }
}
