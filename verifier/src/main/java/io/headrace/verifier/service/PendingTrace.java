package io.headrace.verifier.service;

import io.headrace.pipeline.queue.LeasedWork;
import io.headrace.verifier.scoring.ScoreResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record between its delivery and its acknowledgement: the number of scorer results and broker
 * confirmations that it waits for, and how it is then acknowledged. Owned by the thread of its
 * consumer.
 */
final class PendingTrace implements LeasedWork {

  private final ConsumerRecord<String, byte[]> record;
  private final List<CompletableFuture<Optional<ScoreResult>>> results = new ArrayList<>();
  private int open;
  private AcknowledgeType end = AcknowledgeType.ACCEPT;
  private boolean abandoned;
  private boolean skipped;

  PendingTrace(ConsumerRecord<String, byte[]> record) {
    this.record = record;
  }

  ConsumerRecord<String, byte[]> record() {
    return record;
  }

  /** Marks the record as one that names no scorer of this queue. */
  void skip() {
    skipped = true;
  }

  /** Whether the record names no scorer of this queue. */
  boolean skipped() {
    return skipped;
  }

  /** How often the record has been delivered, this time included. */
  int delivery() {
    return record.deliveryCount().map(Short::intValue).orElse(1);
  }

  /** A scorer was called. */
  void waitFor(CompletableFuture<Optional<ScoreResult>> result) {
    results.add(result);
    open++;
  }

  /** Waits for another result or confirmation. */
  void waitForOne() {
    open++;
  }

  /** A result or confirmation arrived. */
  void oneArrived() {
    open--;
  }

  /** Marks the record for the dead letters; returns whether it was not marked before. */
  boolean reject() {
    boolean first = end != AcknowledgeType.REJECT;
    end = AcknowledgeType.REJECT;
    return first;
  }

  /** Whether the record is marked for the dead letters. */
  boolean rejected() {
    return end == AcknowledgeType.REJECT;
  }

  /** The record has to be delivered again. */
  void release() {
    end = AcknowledgeType.RELEASE;
  }

  @Override
  public Optional<AcknowledgeType> end() {
    return open > 0 ? Optional.empty() : Optional.of(end);
  }

  /** Cancels the scorers that have not started and ignores the results of the others. */
  @Override
  public void abandon() {
    abandoned = true;
    results.forEach(result -> result.cancel(false));
  }

  boolean abandoned() {
    return abandoned;
  }
}
