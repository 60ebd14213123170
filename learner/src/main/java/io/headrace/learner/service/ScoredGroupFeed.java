package io.headrace.learner.service;

import io.headrace.learner.batch.BatchAssembler;
import io.headrace.learner.batch.LogEntry;
import io.headrace.learner.batch.LogPosition;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Adds the records of {@code scored-groups} to batches, in order, each to one batch. */
final class ScoredGroupFeed implements AutoCloseable {

  private final TopicFeed feed;
  private final EventCodec codec;
  private final Deque<LogEntry> waiting = new ArrayDeque<>();
  private final Deque<RejectedRecord> rejected = new ArrayDeque<>();

  /** Opens the feed at the offset of the next batch. */
  ScoredGroupFeed(KafkaClients kafka, String run, String group, long offset) {
    this.codec = kafka.codec();
    this.feed = new TopicFeed(kafka, group, Topic.SCORED_GROUPS, run);
    feed.seek(offset);
  }

  /** Continues at an offset; records that were read and are in no batch are read again. */
  void seek(long offset) {
    waiting.clear();
    rejected.clear();
    feed.seek(offset);
  }

  /** Adds the available records to a batch; polls once when none is available. */
  void fill(BatchAssembler batch, Duration timeout) {
    if (waiting.isEmpty()) {
      for (ConsumerRecord<String, byte[]> each : feed.poll(timeout)) {
        waiting.add(entry(each));
      }
    }
    while (!batch.complete() && !waiting.isEmpty()) {
      batch.take(waiting.remove());
    }
  }

  /** Removes and returns the unreadable records before an offset, for the dead letters. */
  List<RejectedRecord> rejectedBefore(long offset) {
    List<RejectedRecord> taken = new ArrayList<>();
    while (!rejected.isEmpty() && rejected.getFirst().origin().offset() < offset) {
      taken.add(rejected.remove());
    }
    return taken;
  }

  private LogEntry entry(ConsumerRecord<String, byte[]> origin) {
    LogPosition position = new LogPosition(origin.partition(), origin.offset());
    try {
      ScoredGroup group = codec.decode(origin.value(), ScoredGroup.class);
      return new LogEntry.Group(position, group);
    } catch (HeadraceException e) {
      String reason = String.valueOf(e.getMessage());
      rejected.add(new RejectedRecord(origin, reason));
      return new LogEntry.Unreadable(position, "unreadable@" + origin.offset(), reason);
    }
  }

  @Override
  public void close() {
    feed.close();
  }
}
