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
 * A record between its delivery and its acknowledgement: how many answers of scorers and
 * confirmations of the broker it still waits for, and how it is acknowledged then. Owned by the
 * thread of its consumer.
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

  /** The queue has no work with the record. */
  void skip() {
    skipped = true;
  }

  /** Whether the queue has no work with the record. */
  boolean skipped() {
    return skipped;
  }

  /** How often the record has been delivered, this time included. */
  int delivery() {
    return record.deliveryCount().map(Short::intValue).orElse(1);
  }

  /** A scorer was asked. */
  void waitFor(CompletableFuture<Optional<ScoreResult>> result) {
    results.add(result);
    open++;
  }

  /** An answer or a confirmation is waited for. */
  void waitForOne() {
    open++;
  }

  /** One of those arrived. */
  void oneArrived() {
    open--;
  }

  /** The record goes to the dead letters; says whether it was not on its way there before. */
  boolean reject() {
    boolean first = end != AcknowledgeType.REJECT;
    end = AcknowledgeType.REJECT;
    return first;
  }

  /** Whether the record is on its way to the dead letters. */
  boolean rejected() {
    return end == AcknowledgeType.REJECT;
  }

  /** The record has to be delivered again. */
  void giveBack() {
    end = AcknowledgeType.RELEASE;
  }

  @Override
  public Optional<AcknowledgeType> end() {
    return open > 0 ? Optional.empty() : Optional.of(end);
  }

  /** Withdraws the scorers that have not started; what the others answer is not used. */
  @Override
  public void abandon() {
    abandoned = true;
    results.forEach(result -> result.cancel(false));
  }

  boolean abandoned() {
    return abandoned;
  }
}
