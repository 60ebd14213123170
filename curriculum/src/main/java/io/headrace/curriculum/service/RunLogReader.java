package io.headrace.curriculum.service;

import io.headrace.curriculum.controller.RunEvent;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.DeadLetters;
import io.headrace.pipeline.kafka.Delivery;
import io.headrace.pipeline.snapshot.SnapshotLog;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.ReadPosition;
import io.headrace.schemas.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the committed log of a run: first what a snapshot lacks, topic by topic, then what comes.
 * The committed offsets of its consumer group say how far it has reported bad records. Bad requests
 * on tasks are for the workers to report. For one thread; does not own the dead letters.
 */
final class RunLogReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunLogReader.class);

  /** A request before its group's outcome, and that before the step that takes it. */
  private static final List<Topic> BEFORE_STEPS =
      List.of(Topic.CONTROL, Topic.TASKS, Topic.OUTCOMES);

  /** What others write; requests are the curriculum's own. */
  private static final List<Topic> FOLLOW = List.of(Topic.CONTROL, Topic.STEPS, Topic.OUTCOMES);

  private static final Duration STALLED = Duration.ofSeconds(30);
  private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private static final SnapshotLog.Parts<CurriculumSnapshot> SNAPSHOTS =
      new SnapshotLog.Parts<>(
          CurriculumService.NAME,
          CurriculumSnapshot.class,
          SnapshotParts::newest,
          CurriculumSnapshot::getPositions);

  private final String run;
  private final KafkaConsumer<String, byte[]> consumer;
  private final EventCodec codec;
  private final DeadLetters deadLetters;
  private final Clock clock;
  private final SnapshotLog<CurriculumSnapshot> snapshots;
  private final List<Delivery> letters = new ArrayList<>();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private Instant committedAt = Instant.EPOCH;
  private boolean isFollowing;
  private long read;

  RunLogReader(
      String run,
      KafkaConsumer<String, byte[]> consumer,
      EventCodec codec,
      DeadLetters deadLetters,
      Clock clock) {
    this.run = run;
    this.consumer = consumer;
    this.codec = codec;
    this.deadLetters = deadLetters;
    this.clock = clock;
    this.snapshots = new SnapshotLog<>(run, SNAPSHOTS, consumer, codec);
  }

  /** The newest snapshot that the log continues. */
  Optional<CurriculumSnapshot> newestSnapshot() {
    var _ = partitions(Topic.SNAPSHOTS);
    return snapshots.newest();
  }

  /**
   * Hands out everything committed that the snapshot lacks and stands ready to follow.
   *
   * @return how many records were read
   * @throws HeadraceException MISSING_TOPIC or TIMED_OUT
   */
  long restore(Optional<CurriculumSnapshot> snapshot, Consumer<RunEvent> apply) {
    snapshot.ifPresent(
        from ->
            from.getPositions()
                .forEach(at -> positions.put(SnapshotLog.partition(run, at), at.getNextOffset())));
    Set<String> assembled = new HashSet<>();
    for (Topic topic : BEFORE_STEPS) {
      catchUp(
          topic,
          event -> {
            apply.accept(event);
            if (snapshot.isEmpty() && event instanceof RunEvent.Scored(var group)) {
              assembled.add(group.getGroupId());
            }
          });
    }
    if (snapshot.isEmpty()) {
      readOldGroups(assembled, apply);
    }
    catchUp(Topic.STEPS, apply);
    List<TopicPartition> followed = FOLLOW.stream().flatMap(t -> partitions(t).stream()).toList();
    consumer.assign(followed);
    isFollowing = true;
    if (snapshot.isEmpty()) {
      snapshots.warnOfFullReplay(read);
    }
    followed.forEach(partition -> consumer.seek(partition, positions.getOrDefault(partition, 0L)));
    return read;
  }

  /** Groups of a log that was begun by a version that wrote no outcomes. */
  private void readOldGroups(Set<String> assembled, Consumer<RunEvent> apply) {
    LegacyOutcomes old = new LegacyOutcomes(assembled);
    for (Topic topic : List.of(Topic.SCORED_GROUPS, Topic.EVALS)) {
      toEnd(topic, Map.of(), record -> old.event(record, codec).ifPresent(apply), old::isNeeded);
    }
  }

  private void catchUp(Topic topic, Consumer<RunEvent> apply) {
    List<TopicPartition> partitions = partitions(topic);
    Map<TopicPartition, OffsetAndMetadata> reported = consumer.committed(Set.copyOf(partitions));
    toEnd(
        topic,
        positions,
        record -> take(record, topic != Topic.TASKS && isUnreported(record, reported), apply),
        () -> true);
    partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
  }

  /**
   * Hands out what others wrote since.
   *
   * @throws HeadraceException when a dead letter was not stored; its record is reported again by
   *     the next reader
   */
  void follow(Duration wait, Consumer<RunEvent> apply) {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(wait)) {
      take(
          record,
          true,
          event -> {
            if (!LogEvents.isOwn(event)) {
              apply.accept(event);
            }
          });
    }
    if (!clock.instant().isBefore(committedAt.plus(COMMIT_EVERY))
        && letters.stream().allMatch(Delivery::isDone)) {
      committedAt = clock.instant();
      letters.forEach(Delivery::stored);
      letters.clear();
      consumer.commitAsync(this::whenCommitted);
    }
  }

  private void whenCommitted(
      Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
    if (failure != null) {
      LOG.info("[run={}] the read offsets are not committed yet: {}", run, failure.getMessage());
    }
  }

  /** Notes how far the curriculum itself has written the tasks. */
  void written(Map<TopicPartition, Long> ends) {
    positions.putAll(ends);
  }

  /** How far everything that was handed out reaches, for a snapshot; own requests included. */
  List<ReadPosition> positions() {
    consumer.assignment().forEach(each -> positions.put(each, consumer.position(each)));
    List<ReadPosition> state = new ArrayList<>();
    positions.forEach(
        (partition, next) ->
            state.add(
                new ReadPosition(
                    partition.topic().substring(run.length() + 1), partition.partition(), next)));
    return state;
  }

  private void toEnd(
      Topic topic,
      Map<TopicPartition, Long> from,
      Consumer<ConsumerRecord<String, byte[]>> action,
      java.util.function.BooleanSupplier goOn) {
    List<TopicPartition> partitions = partitions(topic);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    partitions.stream()
        .filter(from::containsKey)
        .forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    Instant deadline = clock.instant().plus(STALLED);
    while (goOn.getAsBoolean()
        && end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      var records = consumer.poll(Duration.ofMillis(100));
      records.forEach(action);
      read += records.count();
      if (!records.isEmpty()) {
        deadline = clock.instant().plus(STALLED);
      } else if (clock.instant().isAfter(deadline)) {
        throw new HeadraceException(
            ErrorCode.TIMED_OUT,
            "[topic=%s] no record came for %ds while the run's state was being restored; check the broker"
                .formatted(topic.of(run), STALLED.toSeconds()));
      }
    }
  }

  private static boolean isUnreported(
      ConsumerRecord<String, byte[]> record, Map<TopicPartition, OffsetAndMetadata> reported) {
    OffsetAndMetadata mark = reported.get(new TopicPartition(record.topic(), record.partition()));
    return mark == null || record.offset() >= mark.offset();
  }

  private void take(
      ConsumerRecord<String, byte[]> record, boolean report, Consumer<RunEvent> apply) {
    RunEvent event;
    try {
      event = LogEvents.read(codec.decode(bytes(record)));
    } catch (HeadraceException bad) {
      if (report) {
        Delivery letter = new Delivery(Topic.DEAD_LETTERS.of(run));
        letters.add(letter);
        deadLetters.send(record, bad.code(), String.valueOf(bad.getMessage()), 1, letter);
      }
      return;
    }
    apply.accept(event);
  }

  static byte[] bytes(ConsumerRecord<String, byte[]> record) {
    byte[] value = record.value();
    return value == null ? new byte[0] : value;
  }

  private List<TopicPartition> partitions(Topic topic) {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic.of(run));
    if (partitions == null || partitions.isEmpty()) {
      throw new HeadraceException(
          ErrorCode.MISSING_TOPIC,
          "[topic=%s] the topic does not exist; create the run's topics first, as headrace up does"
              .formatted(topic.of(run)));
    }
    return partitions.stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  /** Waits until the dead letters are stored, then commits, so that none is written again. */
  private void commitReported() {
    try {
      letters.forEach(letter -> letter.await(CLOSE));
      if (isFollowing) {
        consumer.commitSync(CLOSE);
      }
    } catch (HeadraceException | KafkaException e) {
      LOG.warn("[run={}] bad records may be reported again: {}", run, e.getMessage());
    }
  }

  @Override
  public void close() {
    commitReported();
    consumer.close(CloseOptions.timeout(CLOSE));
  }
}
