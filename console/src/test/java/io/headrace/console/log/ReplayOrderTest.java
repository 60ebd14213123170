package io.headrace.console.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ReplayOrderTest {
  private static final TopicPartition OUTCOMES = new TopicPartition("outcomes", 0);
  private static final TopicPartition STEPS = new TopicPartition("steps", 0);

  private final ReplayOrder order =
      new ReplayOrder(Set.of(OUTCOMES, STEPS), Comparator.comparing(TopicPartition::topic));

  private static ConsumerRecord<String, byte[]> record(TopicPartition at, long offset, long time) {
    return record(at, offset, time, 1);
  }

  private static ConsumerRecord<String, byte[]> record(
      TopicPartition at, long offset, long time, int bytes) {
    return new ConsumerRecord<>(
        at.topic(),
        at.partition(),
        offset,
        time,
        TimestampType.CREATE_TIME,
        0,
        bytes,
        "",
        new byte[bytes],
        new RecordHeaders(),
        Optional.empty());
  }

  private List<String> drained() {
    List<String> all = new ArrayList<>();
    for (var next = order.next(); next.isPresent(); next = order.next()) {
      all.add(next.get().topic() + next.get().offset());
    }
    return all;
  }

  @Test
  void returnsRecordsInTimestampOrderAndWaitsForEarlierOnes() {
    // Given steps that are read before the groups they trained on
    order.add(record(STEPS, 0, 30));
    order.add(record(STEPS, 1, 50));
    assertThat(drained()).isEmpty();
    // When the groups are read
    order.add(record(OUTCOMES, 0, 10));
    order.add(record(OUTCOMES, 1, 30));
    // Then they are returned first, also with equal timestamps, and later ones are waited for
    assertThat(drained()).containsExactly("outcomes0", "outcomes1");
    order.add(record(OUTCOMES, 2, 40));
    order.end(OUTCOMES);
    assertThat(drained()).containsExactly("steps0", "outcomes2", "steps1");
    assertThat(order.isDone()).isFalse();
    order.end(STEPS);
    assertThat(order.isDone()).isTrue();
  }

  @Test
  void returnsTheFirstBufferedOffsetOfAPartition() {
    order.add(record(STEPS, 4, 1));
    assertThat(order.firstBuffered(STEPS)).hasValue(4);
    assertThat(order.firstBuffered(OUTCOMES)).isEmpty();
  }

  @Test
  void buffersABoundedNumberOfRecordsAndBytes() {
    for (int i = 0; i < 999; i++) {
      order.add(record(STEPS, i, i));
    }
    assertThat(order.isFull(STEPS)).isFalse();
    order.add(record(STEPS, 999, 999));
    assertThat(order.isFull(STEPS)).isTrue();
    order.add(record(OUTCOMES, 0, 0, 4 << 20));
    assertThat(order.isFull(OUTCOMES)).isTrue();
  }
}
