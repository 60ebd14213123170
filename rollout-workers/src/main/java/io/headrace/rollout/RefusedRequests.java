package io.headrace.rollout;

import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.DeadLetters;
import io.headrace.pipeline.kafka.Delivery;
import java.time.Duration;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests that can't be sampled, on their way from the queue to the dead letters. */
record RefusedRequests(DeadLetters deadLetters, RolloutMetrics metrics) {

  private static final Logger LOG = LoggerFactory.getLogger(RefusedRequests.class);
  private static final Duration SEND_LIMIT = Duration.ofSeconds(70);

  /**
   * Puts the record into the dead letters.
   *
   * @return how to acknowledge it: rejected only when it is safely there
   */
  AcknowledgeType take(ConsumerRecord<String, byte[]> record, Intake.Refused why, int attempt) {
    Delivery letter = new Delivery("the dead letters");
    deadLetters.send(record, why.code(), why.reason(), attempt, letter);
    try {
      letter.await(SEND_LIMIT);
      metrics.requestRefused();
      return AcknowledgeType.REJECT;
    } catch (HeadraceException e) {
      LOG.warn(
          "[{} offset={}] dead letter not sent: {}",
          record.topic(),
          record.offset(),
          e.getMessage());
      return AcknowledgeType.RELEASE;
    }
  }
}
