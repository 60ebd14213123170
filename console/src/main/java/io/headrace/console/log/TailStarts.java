package io.headrace.console.log;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Computes the offsets from which the console reads each topic at its start: after its snapshot,
 * and early enough to fill its lists of the newest traces and groups, without reading the whole
 * log. For one thread; does not own the consumer.
 */
final class TailStarts {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** Maximum number of records after a snapshot, per topic, that are read completely. */
  private static final long CATCH_UP = 40_000;

  private final KafkaConsumer<?, ?> consumer;
  private final String run;

  /** The way in which a topic is read. */
  private sealed interface Reading {
    /** Not read. */
    record None() implements Reading {}

    /** All records after the snapshot, and at least the newest {@code listed} for a list. */
    record All(long listed) implements Reading {}

    /** As {@link All} with a recent snapshot; otherwise only the {@code newest} records. */
    record Flow(long listed, long newest) implements Reading {}

    /** Only the newest records. */
    record Newest(long listed) implements Reading {}
  }

  TailStarts(KafkaConsumer<?, ?> consumer, String run) {
    this.consumer = consumer;
    this.run = run;
  }

  private static Reading reading(Topic topic) {
    return switch (topic) {
      case CONTROL, STEPS -> new Reading.All(0);
      case OUTCOMES -> new Reading.All(2_000);
      case DEAD_LETTERS -> new Reading.All(500);
      case TASKS -> new Reading.Flow(0, 20_000);
      case TRACES -> new Reading.Flow(1_000, 1_000);
      case VERDICTS -> new Reading.Flow(2_000, 2_000);
      case WEIGHTS -> new Reading.Newest(2_000);
      case HEARTBEATS -> new Reading.Newest(5_000);
      case SCORED_GROUPS,
          EVALS,
          WEIGHT_CHUNKS,
          DEMONSTRATIONS,
          PREFERENCE_PAIRS,
          SNAPSHOTS,
          ATTEMPTS ->
          new Reading.None();
    };
  }

  /**
   * The offset to start from, for every partition that is read.
   *
   * @param contained offset after the last record in the snapshot, by partition; empty without a
   *     snapshot
   */
  Map<TopicPartition, Long> find(Map<TopicPartition, Long> contained) {
    boolean recent = !contained.isEmpty() && isRecent(contained);
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (Topic topic : Topic.values()) {
      switch (reading(topic)) {
        case Reading.None() -> {}
        case Reading.All(long listed) -> starts.putAll(whole(topic, listed, contained));
        case Reading.Flow(long listed, long newest) ->
            starts.putAll(recent ? whole(topic, listed, contained) : newest(topic, newest));
        case Reading.Newest(long listed) -> starts.putAll(newest(topic, listed));
      }
    }
    if (hasNoOutcomes()) {
      starts.putAll(newest(Topic.SCORED_GROUPS, 200));
      starts.putAll(newest(Topic.EVALS, 2_000));
    }
    return starts;
  }

  /** Whether all records after the snapshot can be read; if not they are counted by group. */
  private boolean isRecent(Map<TopicPartition, Long> contained) {
    for (Topic topic : Topic.values()) {
      if (reading(topic) instanceof Reading.Flow) {
        long lacking = 0;
        for (var end : consumer.endOffsets(partitions(topic), DEADLINE).entrySet()) {
          lacking += end.getValue() - contained.getOrDefault(end.getKey(), 0L);
        }
        if (lacking > CATCH_UP) {
          return false;
        }
      }
    }
    return true;
  }

  /** Offsets from the snapshot's end or the beginning, at most the list's first record. */
  private Map<TopicPartition, Long> whole(
      Topic topic, long listed, Map<TopicPartition, Long> contained) {
    Map<TopicPartition, Long> starts = new HashMap<>();
    newest(topic, listed)
        .forEach(
            (partition, first) ->
                starts.put(partition, Math.min(first, contained.getOrDefault(partition, 0L))));
    return starts;
  }

  /** Whether the log was written by a version before 0.2, which has no outcomes. */
  private boolean hasNoOutcomes() {
    return isEmpty(Topic.OUTCOMES) && !isEmpty(Topic.SCORED_GROUPS);
  }

  private boolean isEmpty(Topic topic) {
    return consumer.endOffsets(partitions(topic), DEADLINE).values().stream()
        .allMatch(end -> end == 0);
  }

  private Map<TopicPartition, Long> newest(Topic topic, long records) {
    List<TopicPartition> partitions = partitions(topic);
    Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions, DEADLINE);
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions, DEADLINE);
    long perPartition = Math.ceilDiv(records, partitions.size());
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (TopicPartition partition : partitions) {
      long first = begin.getOrDefault(partition, 0L);
      long last = end.getOrDefault(partition, 0L);
      starts.put(partition, Math.max(first, last - perPartition));
    }
    return starts;
  }

  private List<TopicPartition> partitions(Topic topic) {
    String name = topic.of(run);
    List<PartitionInfo> found = consumer.partitionsFor(name, DEADLINE);
    if (found == null || found.isEmpty()) {
      throw new HeadraceException(
          ErrorCode.MISSING_TOPIC,
          "[%s] there is no such topic; create the run's topics first, as 'headrace up' does"
              .formatted(name));
    }
    return found.stream()
        .map(partition -> new TopicPartition(name, partition.partition()))
        .toList();
  }
}
