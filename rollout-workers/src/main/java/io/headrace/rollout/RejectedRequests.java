package io.headrace.rollout;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.AbandonedWork;
import io.headrace.pipeline.kafka.DeadLetters;
import io.headrace.pipeline.kafka.Delivery;
import io.headrace.rollout.request.RequestDisposition;
import java.time.Duration;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on the log that a request is not sampled, or not completely, before it is taken off the
 * queue, so that its group is closed with the reason.
 */
record RejectedRequests(DeadLetters deadLetters, AbandonedWork abandoned, RolloutMetrics metrics) {

  private static final Logger LOG = LoggerFactory.getLogger(RejectedRequests.class);
  private static final Duration SEND_LIMIT = Duration.ofSeconds(70);

  /**
   * Writes the record to {@code dead-letters} and abandons its group. A record that can't be
   * decoded belongs to no group.
   *
   * @return how to acknowledge it: rejected only when both are stored
   */
  AcknowledgeType deadLetter(
      ConsumerRecord<String, byte[]> record, RequestDisposition.Rejected rejection, int attempt) {
    Delivery letter = new Delivery("the dead letters");
    deadLetters.send(record, rejection.code(), rejection.reason(), attempt, letter);
    try {
      letter.await(SEND_LIMIT);
      if (record.key() != null && rejection.code() != ErrorCode.UNDECODABLE_RECORD) {
        send(record.key(), rejection.reason());
      }
      metrics.requestRejected();
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

  /**
   * Abandons the group of a request that is not needed any more.
   *
   * @return how to acknowledge it: accepted only when that is stored
   */
  AcknowledgeType abandon(String groupId, String reason) {
    try {
      send(groupId, reason);
      return AcknowledgeType.ACCEPT;
    } catch (HeadraceException e) {
      LOG.warn("[group={}] WorkAbandoned was not sent: {}", groupId, e.getMessage());
      return AcknowledgeType.RELEASE;
    }
  }

  private void send(String groupId, String reason) {
    Delivery notice = new Delivery("verdicts");
    abandoned.send(groupId, AbandonedWork.REQUEST, reason, notice);
    notice.await(SEND_LIMIT);
  }
}
