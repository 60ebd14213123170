package io.headrace.cli.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds where the newest records of a partition begin. Offsets can't be counted for that, since
 * transactions also take offsets for their markers and for aborted records.
 */
final class NewestRecords {

  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int GROWTH = 4;

  private NewestRecords() {}

  /**
   * The offset of the first of the newest records. Reads backwards from the end in growing windows
   * and replaces the consumer's assignment.
   *
   * @param count number of records; none for 0
   * @param begin first offset of the partition
   * @param end the offset after its last committed record
   */
  static long offset(
      Consumer<String, byte[]> consumer,
      TopicPartition partition,
      long count,
      long begin,
      long end) {
    if (count <= 0) {
      return end;
    }
    long window = count;
    while (window < end - begin) {
      List<Long> offsets = offsets(consumer, partition, end - window, end);
      if (offsets.size() >= count) {
        return offsets.get(Math.toIntExact(offsets.size() - count));
      }
      window *= GROWTH;
    }
    return begin;
  }

  /** Offsets of the committed records from one offset to another; fewer if the broker is slow. */
  private static List<Long> offsets(
      Consumer<String, byte[]> consumer, TopicPartition partition, long from, long end) {
    List<Long> offsets = new ArrayList<>();
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (consumer.position(partition) < end && System.nanoTime() - deadline < 0) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < end) {
          offsets.add(record.offset());
        }
      }
    }
    return offsets;
  }
}
