package io.headrace.learner.service;

import io.headrace.learner.batch.DemonstrationBatch;
import io.headrace.learner.batch.DemonstrationPosition;
import io.headrace.learner.batch.LogPosition;
import io.headrace.learner.batch.SkippedRecord.Cause;
import io.headrace.learner.batch.TrainingTrace;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.policy.prompt.PromptEncoder;
import io.headrace.policy.tokenizer.Tokenizer;
import io.headrace.schemas.Demonstration;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads demonstrations, tokenizes them and adds them to batches; after the last one it reads again
 * from the first.
 */
final class DemonstrationFeed implements AutoCloseable {

  private final TopicFeed feed;
  private final EventCodec codec;
  private final Tokenizer tokenizer;
  private final int maxTokens;
  private final Deque<ConsumerRecord<String, byte[]>> waiting = new ArrayDeque<>();
  private final List<RejectedRecord> rejected = new ArrayList<>();

  /** Opens the feed at the position of the next batch. */
  DemonstrationFeed(
      KafkaClients kafka,
      String run,
      String group,
      Tokenizer tokenizer,
      int maxTokens,
      DemonstrationPosition position) {
    this.codec = kafka.codec();
    this.tokenizer = tokenizer;
    this.maxTokens = maxTokens;
    this.feed = new TopicFeed(kafka, group, Topic.DEMONSTRATIONS, run);
    feed.seek(position.offset());
  }

  /** Continues at a position; records that were read and are in no batch are read again. */
  void seek(DemonstrationPosition position) {
    waiting.clear();
    feed.seek(position.offset());
  }

  /** Adds the available records to a batch; polls once when none is available. */
  void fill(DemonstrationBatch batch, Duration timeout) {
    if (waiting.isEmpty()) {
      waiting.addAll(feed.poll(timeout));
    }
    if (waiting.isEmpty() && exhausted()) {
      batch.wrap();
      feed.seek(0);
    }
    while (!batch.complete() && !waiting.isEmpty()) {
      take(waiting.remove(), batch);
    }
  }

  /** Removes and returns the unreadable records of the first pass, for the dead letters. */
  List<RejectedRecord> takeRejected() {
    List<RejectedRecord> taken = List.copyOf(rejected);
    rejected.clear();
    return taken;
  }

  private boolean exhausted() {
    long end = feed.end();
    return end > 0 && feed.position() >= end;
  }

  private void take(ConsumerRecord<String, byte[]> origin, DemonstrationBatch batch) {
    LogPosition position = new LogPosition(origin.partition(), origin.offset());
    String id = String.valueOf(origin.key());
    try {
      Demonstration event = codec.decode(origin.value(), Demonstration.class);
      TrainingTrace trace = trace(event);
      if (trace.length() <= maxTokens) {
        batch.take(position, trace);
      } else {
        String reason = "%d tokens, at most %d fit".formatted(trace.length(), maxTokens);
        batch.skip(position, id, Cause.TOO_LONG, reason);
      }
    } catch (HeadraceException | IllegalArgumentException e) {
      String reason = String.valueOf(e.getMessage());
      if (batch.nextPosition().pass() == 0) {
        rejected.add(new RejectedRecord(origin, reason));
      }
      batch.skip(position, id, Cause.UNREADABLE, reason);
    }
  }

  /** Prompt and response are encoded apart, as the workers see them; the end token is appended. */
  private TrainingTrace trace(Demonstration event) {
    int[] response = tokenizer.encode(event.getResponse());
    int[] ended = Arrays.copyOf(response, response.length + 1);
    ended[response.length] = tokenizer.eosId();
    return TrainingTrace.demonstration(
        event.getTask().getTaskId(), PromptEncoder.of(tokenizer).encode(event.getTask()), ended);
  }

  @Override
  public void close() {
    feed.close();
  }
}
