package io.headrace.pipeline.snapshot;

import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.schemas.ReadPosition;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the newest snapshot of a service in a run. Reads the {@code snapshots} topic backwards from
 * its end in growing windows, so the cost depends on the snapshot's age and not on the length of
 * the run. For one thread; does not own the consumer.
 */
public final class SnapshotLog<T extends SpecificRecord> {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotLog.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration STALLED = Duration.ofSeconds(30);
  private static final long FIRST_WINDOW = 64;
  private static final long SHORT_LOG = 100;

  private final String run;
  private final Parts<T> kind;
  private final Consumer<String, byte[]> consumer;
  private final EventCodec codec;
  private long unreadable;

  /**
   * Describes the snapshots of a service.
   *
   * @param service the name that the keys begin with
   * @param type the event that holds a snapshot or a part of one
   * @param newest assembles the newest complete snapshot from parts in log order
   * @param positions the read positions that a snapshot covers, one per partition
   */
  public record Parts<T extends SpecificRecord>(
      String service,
      Class<T> type,
      Function<List<T>, Optional<T>> newest,
      Function<T, List<ReadPosition>> positions) {}

  /**
   * Creates a search that replaces the consumer's assignment.
   *
   * @param run the run's id
   */
  public SnapshotLog(
      String run, Parts<T> kind, Consumer<String, byte[]> consumer, EventCodec codec) {
    this.run = run;
    this.kind = kind;
    this.consumer = consumer;
    this.codec = codec;
  }

  /** The newest snapshot that is not ahead of the log; empty when the state has to be rebuilt. */
  public Optional<T> newest() {
    TopicPartition partition = new TopicPartition(Topic.SNAPSHOTS.of(run), 0);
    consumer.assign(List.of(partition));
    long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    List<T> parts = new ArrayList<>();
    Optional<T> found = Optional.empty();
    long from = end;
    for (long window = FIRST_WINDOW; found.isEmpty() && from > begin; window *= 4) {
      long to = from;
      from = Math.max(begin, end - window);
      parts.addAll(0, parts(partition, from, to));
      found = kind.newest().apply(parts);
    }
    return found.filter(this::isWithinLog);
  }

  /**
   * Logs a warning that a service found no usable snapshot and rebuilt its state from the whole
   * log. Logs nothing when the log was short, as in a run that has just begun.
   *
   * @param records number of records the service read
   */
  public void warnOfFullReplay(long records) {
    if (records <= SHORT_LOG && unreadable == 0) {
      return;
    }
    LOG.warn(
        "[run={}] {} found no snapshot that it can use{} and rebuilt its state from the whole log,"
            + " {} records; the next start reads less",
        run,
        kind.service(),
        unreadable == 0 ? "" : " (%d can't be read)".formatted(unreadable),
        records);
  }

  private List<T> parts(TopicPartition partition, long from, long to) {
    List<T> parts = new ArrayList<>();
    consumer.seek(partition, from);
    long deadline = System.nanoTime() + STALLED.toNanos();
    while (consumer.position(partition) < to && System.nanoTime() - deadline < 0) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL).records(partition)) {
        if (record.offset() < to && isOfService(record.key())) {
          read(record).ifPresent(parts::add);
        }
      }
    }
    return parts;
  }

  private boolean isOfService(String key) {
    return key != null && key.startsWith(kind.service() + "/");
  }

  private Optional<T> read(ConsumerRecord<String, byte[]> record) {
    try {
      return record.value() == null
          ? Optional.empty()
          : Optional.of(codec.decode(record.value(), kind.type()));
    } catch (HeadraceException e) {
      unreadable++;
      LOG.warn(
          "[{} offset={}] a snapshot of {} is skipped: {}",
          record.topic(),
          record.offset(),
          kind.service(),
          e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Whether the log reaches the snapshot's positions; it does not after a restore from a backup.
   */
  private boolean isWithinLog(T snapshot) {
    List<ReadPosition> positions = kind.positions().apply(snapshot);
    List<TopicPartition> partitions =
        positions.stream().map(position -> partition(run, position)).toList();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    boolean isWithinLog =
        positions.stream()
            .allMatch(at -> at.getNextOffset() <= ends.getOrDefault(partition(run, at), 0L));
    if (!isWithinLog) {
      LOG.warn(
          "[run={}] the newest snapshot of {} is ahead of the log; the state is rebuilt from the"
              + " log",
          run,
          kind.service());
    }
    return isWithinLog;
  }

  /** The topic and partition of a snapshot's position. */
  public static TopicPartition partition(String run, ReadPosition position) {
    return new TopicPartition(run + "." + position.getTopic(), position.getPartition());
  }
}
