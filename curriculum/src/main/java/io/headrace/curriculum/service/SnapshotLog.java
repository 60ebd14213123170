package io.headrace.curriculum.service;

import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.ReadPosition;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the newest snapshot of a run: looks back from the end of the topic in growing windows, so
 * that its age, not the length of the run, is what this costs. For one thread; does not own the
 * consumer.
 */
final class SnapshotLog {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotLog.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration STALLED = Duration.ofSeconds(30);
  private static final long FIRST_WINDOW = 64;

  private final String run;
  private final Consumer<String, byte[]> consumer;
  private final EventCodec codec;

  SnapshotLog(String run, Consumer<String, byte[]> consumer, EventCodec codec) {
    this.run = run;
    this.consumer = consumer;
    this.codec = codec;
  }

  /** The newest snapshot that fits the log; empty when the state has to be rebuilt from it. */
  Optional<CurriculumSnapshot> newest() {
    TopicPartition partition = new TopicPartition(Topic.SNAPSHOTS.of(run), 0);
    consumer.assign(List.of(partition));
    long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    Optional<CurriculumSnapshot> found = Optional.empty();
    long from = end;
    for (long window = FIRST_WINDOW; found.isEmpty() && from > begin; window *= 4) {
      from = Math.max(begin, end - window);
      found = SnapshotParts.newest(parts(partition, from, end));
    }
    return found.filter(this::fits);
  }

  private List<CurriculumSnapshot> parts(TopicPartition partition, long from, long end) {
    List<CurriculumSnapshot> parts = new ArrayList<>();
    consumer.seek(partition, from);
    long deadline = System.nanoTime() + STALLED.toNanos();
    while (consumer.position(partition) < end && System.nanoTime() - deadline < 0) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL).records(partition)) {
        read(record).ifPresent(parts::add);
      }
    }
    return parts;
  }

  private Optional<CurriculumSnapshot> read(ConsumerRecord<String, byte[]> record) {
    try {
      return record.value() != null
              && codec.decode(record.value()) instanceof CurriculumSnapshot snapshot
          ? Optional.of(snapshot)
          : Optional.empty();
    } catch (HeadraceException e) {
      LOG.warn("[{} offset={}] passed over: {}", record.topic(), record.offset(), e.getMessage());
      return Optional.empty();
    }
  }

  /** Whether the log still holds what follows the snapshot; a topic may have been restored. */
  private boolean fits(CurriculumSnapshot snapshot) {
    List<TopicPartition> partitions =
        snapshot.getPositions().stream().map(position -> partition(run, position)).toList();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    boolean fits =
        snapshot.getPositions().stream()
            .allMatch(at -> at.getNextOffset() <= ends.getOrDefault(partition(run, at), 0L));
    if (!fits) {
      LOG.warn(
          "[run={}] snapshot {} is ahead of the log; the state is rebuilt from the log",
          run,
          snapshot.getNumber());
    }
    return fits;
  }

  static TopicPartition partition(String run, ReadPosition position) {
    return new TopicPartition(run + "." + position.getTopic(), position.getPartition());
  }
}
