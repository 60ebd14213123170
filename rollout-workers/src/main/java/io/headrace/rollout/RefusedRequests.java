package io.headrace.rollout;

import io.headrace.pipeline.kafka.DeadLetters;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests that can't be sampled, on their way from the queue to the dead letters. */
record RefusedRequests(DeadLetters deadLetters, RolloutMetrics metrics) {

  private static final Logger LOG = LoggerFactory.getLogger(RefusedRequests.class);
  private static final long SEND_SECONDS = 70;

  /**
   * Puts the record into the dead letters.
   *
   * @return how to acknowledge it: rejected only when it is safely there
   */
  AcknowledgeType take(ConsumerRecord<String, byte[]> record, Intake.Refused why, int attempt) {
    try {
      var _ =
          deadLetters
              .send(record, why.code(), why.reason(), attempt)
              .get(SEND_SECONDS, TimeUnit.SECONDS);
      metrics.requestRefused();
      return AcknowledgeType.REJECT;
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn(
          "[{} offset={}] dead letter not sent: {}",
          record.topic(),
          record.offset(),
          e.getMessage());
      return AcknowledgeType.RELEASE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return AcknowledgeType.RELEASE;
    }
  }
}
