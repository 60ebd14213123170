package io.headrace.verifier.service;

import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.Delivery;
import io.headrace.verifier.judge.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A record between its poll and its acknowledgement: what it waits for, and what was written for
 * it.
 */
final class PendingTrace {

  private static final Logger LOG = LoggerFactory.getLogger(PendingTrace.class);

  private final ConsumerRecord<String, byte[]> record;
  private final AcknowledgeType whenWritten;
  private final List<CompletableFuture<Optional<Judgement>>> judgements = new ArrayList<>();
  private final List<Delivery> written = new ArrayList<>();
  private int open;
  private boolean giveBack;

  /**
   * A record.
   *
   * @param whenWritten how it is acknowledged when everything written for it is confirmed
   */
  PendingTrace(ConsumerRecord<String, byte[]> record, AcknowledgeType whenWritten) {
    this.record = record;
    this.whenWritten = whenWritten;
  }

  ConsumerRecord<String, byte[]> record() {
    return record;
  }

  /** A scorer was asked. */
  void waitFor(CompletableFuture<Optional<Judgement>> judgement) {
    judgements.add(judgement);
    open++;
  }

  /** A scorer answered. */
  void answered() {
    open--;
  }

  /** How many scorers have not answered yet. */
  int open() {
    return open;
  }

  /** The result of a send that has to succeed before the record is acknowledged. */
  Delivery delivery(String topic) {
    Delivery delivery = new Delivery(topic);
    written.add(delivery);
    return delivery;
  }

  /** The record has to be delivered again. */
  void giveBack() {
    giveBack = true;
  }

  /**
   * Withdraws the scorers that have not started; what they would say is not waited for any more.
   */
  void withdraw() {
    judgements.forEach(judgement -> judgement.cancel(false));
  }

  /** How the record is acknowledged; the sends are over when this is asked. */
  AcknowledgeType acknowledgement() {
    return giveBack || open > 0 || !allArrived() ? AcknowledgeType.RELEASE : whenWritten;
  }

  private boolean allArrived() {
    Optional<HeadraceException> failure =
        written.stream().flatMap(delivery -> delivery.failure().stream()).findFirst();
    failure.ifPresent(
        problem ->
            LOG.warn(
                "[{} partition={} offset={}] a verdict could not be written: {}; the trace is"
                    + " delivered again",
                record.topic(),
                record.partition(),
                record.offset(),
                problem.getMessage()));
    return failure.isEmpty() && written.stream().allMatch(Delivery::isDone);
  }
}
