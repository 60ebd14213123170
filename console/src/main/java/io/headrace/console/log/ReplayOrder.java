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
 * Puts the records of several partitions in the order of their timestamps while a log is read
 * again, so that a step comes after the groups it trained on, as it did when they were written. It
 * holds at most some megabytes of each partition. Plain logic; one thread.
 */
final class ReplayOrder {
  private static final int MANY_RECORDS = 1_000;
  private static final long MANY_BYTES = 4 << 20;

  private final Map<TopicPartition, Waiting> waiting = new HashMap<>();
  private final Set<TopicPartition> awaited = new HashSet<>();
  private final Comparator<TopicPartition> ties;

  private static final class Waiting {
    private final ArrayDeque<ConsumerRecord<String, byte[]>> records = new ArrayDeque<>();
    private long bytes;
  }

  /**
   * An order of partitions that all have records to come.
   *
   * @param ties which partition goes first when timestamps are equal
   */
  ReplayOrder(Set<TopicPartition> partitions, Comparator<TopicPartition> ties) {
    this.awaited.addAll(partitions);
    this.ties = ties;
  }

  void add(ConsumerRecord<String, byte[]> message) {
    Waiting ofPartition = waiting.computeIfAbsent(partition(message), _ -> new Waiting());
    ofPartition.records.addLast(message);
    ofPartition.bytes += Math.max(0, message.serializedValueSize());
  }

  /** Says that no more records of the partition have to be waited for. */
  void end(TopicPartition partition) {
    awaited.remove(partition);
  }

  /** Whether every partition has ended and every record was handed out. */
  boolean isDone() {
    return awaited.isEmpty() && waiting.isEmpty();
  }

  /** Whether the partition should not be read on before some of its records were handed out. */
  boolean isFull(TopicPartition partition) {
    Waiting found = waiting.get(partition);
    return found != null && (found.records.size() >= MANY_RECORDS || found.bytes >= MANY_BYTES);
  }

  /** The offset of the partition's first record that was not handed out. */
  OptionalLong firstWaiting(TopicPartition partition) {
    Waiting found = waiting.get(partition);
    return found == null ? OptionalLong.empty() : OptionalLong.of(found.records.element().offset());
  }

  /** The next record; empty while an earlier one may still come. */
  Optional<ConsumerRecord<String, byte[]>> next() {
    if (!waiting.keySet().containsAll(awaited)) {
      return Optional.empty();
    }
    return waiting.values().stream()
        .map(found -> found.records.element())
        .min(
            Comparator.<ConsumerRecord<String, byte[]>>comparingLong(ConsumerRecord::timestamp)
                .thenComparing(ReplayOrder::partition, ties))
        .map(this::take);
  }

  private ConsumerRecord<String, byte[]> take(ConsumerRecord<String, byte[]> message) {
    waiting.computeIfPresent(
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
