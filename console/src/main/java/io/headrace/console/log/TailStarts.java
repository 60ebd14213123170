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
 * From where the console reads each topic when it starts: what fills its lists of the newest traces
 * and groups, not the whole log. For one thread; does not own the consumer.
 */
final class TailStarts {

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final long ALL = Long.MAX_VALUE;

  private final KafkaConsumer<?, ?> consumer;
  private final String run;

  TailStarts(KafkaConsumer<?, ?> consumer, String run) {
    this.consumer = consumer;
    this.run = run;
  }

  /** The offsets to begin with, for every partition that is read. */
  Map<TopicPartition, Long> find() {
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (Topic topic : Topic.values()) {
      if (records(topic) > 0) {
        starts.putAll(starts(topic, records(topic)));
      }
    }
    if (isOld()) {
      starts.putAll(starts(Topic.SCORED_GROUPS, 200));
      starts.putAll(starts(Topic.EVALS, 2_000));
    }
    return starts;
  }

  /** How many of its newest records are read; none of topics that the page shows nothing of. */
  private static long records(Topic topic) {
    return switch (topic) {
      case CONTROL, OUTCOMES, STEPS -> ALL;
      case TASKS -> 20_000;
      case TRACES -> 1_000;
      case VERDICTS, WEIGHTS -> 2_000;
      case HEARTBEATS -> 5_000;
      case DEAD_LETTERS -> 500;
      case SCORED_GROUPS, EVALS, WEIGHT_CHUNKS, DEMONSTRATIONS, SNAPSHOTS -> 0;
    };
  }

  /** Whether a version before 0.2 wrote the log, without outcomes. */
  private boolean isOld() {
    return isEmpty(Topic.OUTCOMES) && !isEmpty(Topic.SCORED_GROUPS);
  }

  private boolean isEmpty(Topic topic) {
    return consumer.endOffsets(partitions(topic), DEADLINE).values().stream()
        .allMatch(end -> end == 0);
  }

  private Map<TopicPartition, Long> starts(Topic topic, long records) {
    List<TopicPartition> partitions = partitions(topic);
    Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions, DEADLINE);
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions, DEADLINE);
    long each = Math.ceilDiv(records, partitions.size());
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (TopicPartition partition : partitions) {
      long first = begin.getOrDefault(partition, 0L);
      long last = end.getOrDefault(partition, 0L);
      starts.put(partition, Math.max(first, each > last ? 0 : last - each));
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
