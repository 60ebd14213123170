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
 * Reads the committed log of a run: first the events after a snapshot, topic by topic, then new
 * events. Records that can't be used go to the dead letters, except those of tasks, which the
 * workers report. The committed offsets of its consumer group mark up to where they were reported.
 * For one thread; does not own the dead letters.
 */
final class RunLogReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunLogReader.class);

  /**
   * Read in this order: a request is applied before its outcome, and an outcome before its step.
   */
  private static final List<Topic> BEFORE_STEPS =
      List.of(Topic.CONTROL, Topic.TASKS, Topic.OUTCOMES);

  /** Topics that other services write; requests are written by the curriculum only. */
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
  private final List<Delivery> sentLetters = new ArrayList<>();
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

  /** The newest usable snapshot. */
  Optional<CurriculumSnapshot> newestSnapshot() {
    var _ = partitions(Topic.SNAPSHOTS);
    return snapshots.newest();
  }

  /**
   * Applies all committed events after the snapshot and prepares {@link #follow}.
   *
   * @return number of records read
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
            if (snapshot.isEmpty() && event instanceof RunEvent.GroupAssembled(var group)) {
              assembled.add(group.getGroupId());
            }
          });
    }
    if (snapshot.isEmpty()) {
      readLegacyOutcomes(assembled, apply);
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

  /** Applies the groups that an earlier version wrote without outcomes. */
  private void readLegacyOutcomes(Set<String> assembled, Consumer<RunEvent> apply) {
    LegacyOutcomes legacy = new LegacyOutcomes(assembled);
    for (Topic topic : List.of(Topic.SCORED_GROUPS, Topic.EVALS)) {
      readToEnd(
          topic,
          Map.of(),
          record -> legacy.event(record, codec).ifPresent(apply),
          legacy::isNeeded);
    }
  }

  private void catchUp(Topic topic, Consumer<RunEvent> apply) {
    List<TopicPartition> partitions = partitions(topic);
    Map<TopicPartition, OffsetAndMetadata> reported = consumer.committed(Set.copyOf(partitions));
    readToEnd(
        topic,
        positions,
        record -> handle(record, topic != Topic.TASKS && isUnreported(record, reported), apply),
        () -> true);
    partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
  }

  /**
   * Applies new events of other services.
   *
   * @throws HeadraceException when a dead letter was not stored; the next reader reports its record
   *     again
   */
  void follow(Duration wait, Consumer<RunEvent> apply) {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(wait)) {
      handle(
          record,
          true,
          event -> {
            if (!LogEvents.isOwn(event)) {
              apply.accept(event);
            }
          });
    }
    if (!clock.instant().isBefore(committedAt.plus(COMMIT_EVERY))
        && sentLetters.stream().allMatch(Delivery::isDone)) {
      committedAt = clock.instant();
      sentLetters.forEach(Delivery::stored);
      sentLetters.clear();
      consumer.commitAsync(this::whenCommitted);
    }
  }

  private void whenCommitted(
      Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
    if (failure != null) {
      LOG.info("[run={}] the read offsets are not committed yet: {}", run, failure.getMessage());
    }
  }

  /** Records the end of the requests that this curriculum wrote, by partition. */
  void written(Map<TopicPartition, Long> ends) {
    positions.putAll(ends);
  }

  /** The positions up to which events were applied, own requests included; for a snapshot. */
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

  private void readToEnd(
      Topic topic,
      Map<TopicPartition, Long> from,
      Consumer<ConsumerRecord<String, byte[]>> action,
      java.util.function.BooleanSupplier isNeeded) {
    List<TopicPartition> partitions = partitions(topic);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    partitions.stream()
        .filter(from::containsKey)
        .forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    Instant deadline = clock.instant().plus(STALLED);
    while (isNeeded.getAsBoolean()
        && end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      var records = consumer.poll(Duration.ofMillis(100));
      records.forEach(action);
      read += records.count();
      if (!records.isEmpty()) {
        deadline = clock.instant().plus(STALLED);
      } else if (clock.instant().isAfter(deadline)) {
        throw new HeadraceException(
            ErrorCode.TIMED_OUT,
            "[topic=%s] no record was read for %ds while the run's state was restored; check the broker"
                .formatted(topic.of(run), STALLED.toSeconds()));
      }
    }
  }

  private static boolean isUnreported(
      ConsumerRecord<String, byte[]> record, Map<TopicPartition, OffsetAndMetadata> reported) {
    OffsetAndMetadata mark = reported.get(new TopicPartition(record.topic(), record.partition()));
    return mark == null || record.offset() >= mark.offset();
  }

  private void handle(
      ConsumerRecord<String, byte[]> record, boolean report, Consumer<RunEvent> apply) {
    RunEvent event;
    try {
      event = LogEvents.read(codec.decode(bytes(record)));
    } catch (HeadraceException bad) {
      if (report) {
        Delivery letter = new Delivery(Topic.DEAD_LETTERS.of(run));
        sentLetters.add(letter);
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
          "[topic=%s] the topic does not exist; create the run's topics first, as 'headrace up' does"
              .formatted(topic.of(run)));
    }
    return partitions.stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  /** Waits until the dead letters are stored, then commits, so that none is written twice. */
  private void commitReported() {
    try {
      sentLetters.forEach(letter -> letter.await(CLOSE));
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
