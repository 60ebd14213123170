package io.headrace.curriculum.service;

import io.headrace.curriculum.conductor.RunEvent;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.DeadLetters;
import io.headrace.schemas.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the committed log of a run: first all there is, topic by topic, then what comes. The
 * committed offsets of its consumer group say how far it has reported bad records; the state itself
 * is always rebuilt from the beginning. Bad requests on tasks are for the workers to report. For
 * one thread; does not own the dead letters.
 */
final class RunLogReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunLogReader.class);

  /** A request before its group, and everything after the start: the order of a rebuild. */
  private static final List<Topic> REBUILD =
      List.of(Topic.CONTROL, Topic.TASKS, Topic.STEPS, Topic.SCORED_GROUPS, Topic.EVALS);

  /** What others write; requests are the curriculum's own. */
  private static final List<Topic> FOLLOW =
      List.of(Topic.CONTROL, Topic.STEPS, Topic.SCORED_GROUPS, Topic.EVALS);

  private static final Duration STALLED = Duration.ofSeconds(30);
  private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final String run;
  private final KafkaConsumer<String, byte[]> consumer;
  private final EventCodec codec;
  private final DeadLetters deadLetters;
  private final Clock clock;
  private final List<Future<RecordMetadata>> letters = new ArrayList<>();
  private Instant committedAt = Instant.EPOCH;
  private boolean isFollowing;

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
  }

  /**
   * Hands out everything committed so far and stands ready to follow.
   *
   * @throws HeadraceException MISSING_TOPIC or TIMED_OUT
   */
  void rebuild(Consumer<RunEvent> apply) {
    Map<TopicPartition, Long> positions = new HashMap<>();
    for (Topic topic : REBUILD) {
      List<TopicPartition> partitions = partitions(topic);
      Map<TopicPartition, OffsetAndMetadata> reported = consumer.committed(Set.copyOf(partitions));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      toEnd(topic, reported, apply);
      partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
    }
    List<TopicPartition> followed = FOLLOW.stream().flatMap(t -> partitions(t).stream()).toList();
    consumer.assign(followed);
    isFollowing = true;
    followed.forEach(partition -> consumer.seek(partition, positions.getOrDefault(partition, 0L)));
  }

  /** Hands out what others wrote since. */
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
        && letters.stream().allMatch(Future::isDone)) {
      committedAt = clock.instant();
      letters.clear();
      consumer.commitAsync();
    }
  }

  private void toEnd(
      Topic topic, Map<TopicPartition, OffsetAndMetadata> reported, Consumer<RunEvent> apply) {
    Map<TopicPartition, Long> end = consumer.endOffsets(consumer.assignment());
    Instant deadline = clock.instant().plus(STALLED);
    while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      var records = consumer.poll(Duration.ofMillis(100));
      for (ConsumerRecord<String, byte[]> record : records) {
        take(record, topic != Topic.TASKS && isUnreported(record, reported), apply);
      }
      if (!records.isEmpty()) {
        deadline = clock.instant().plus(STALLED);
      } else if (clock.instant().isAfter(deadline)) {
        throw new HeadraceException(
            ErrorCode.TIMED_OUT,
            "[topic=%s] no record came for %ds while the run was being rebuilt; check the broker"
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
      event = LogEvents.read(codec.decode(bytes(record)), record.offset());
    } catch (HeadraceException bad) {
      if (report) {
        letters.add(deadLetters.send(record, bad.code(), String.valueOf(bad.getMessage()), 1));
      }
      return;
    }
    apply.accept(event);
  }

  private static byte[] bytes(ConsumerRecord<String, byte[]> record) {
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

  /** Once every dead letter stands on the log, its record need not be reported again. */
  private void commitReported() {
    try {
      for (Future<RecordMetadata> letter : letters) {
        letter.get(CLOSE.toSeconds(), TimeUnit.SECONDS);
      }
      if (isFollowing) {
        consumer.commitSync(CLOSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      LOG.warn("[run={}] bad records may be reported again: {}", run, e.getMessage());
    }
  }

  @Override
  public void close() {
    commitReported();
    consumer.close(CloseOptions.timeout(CLOSE));
  }
}
