package io.headrace.pipeline.kafka;

import io.headrace.schemas.WorkAbandoned;
import io.headrace.schemas.topics.Topic;
import java.time.Clock;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes events for requests and traces that a service has stopped processing, so that the
 * assembler completes their groups. Safe for all threads; does not own the producer.
 *
 * @param service name of the service in the events
 */
public record AbandonedWork(EventProducer producer, String run, String service, Clock clock) {

  /** Value in place of an offset: no further trace of the group will be written. */
  public static final long REQUEST = -1;

  /**
   * Writes one event.
   *
   * @param traceOffset offset of the trace that will get no further verdict, or {@link #REQUEST}
   * @param reason one sentence
   * @param result called when the event is stored or has failed
   */
  public void send(String groupId, long traceOffset, String reason, Callback result) {
    WorkAbandoned event =
        WorkAbandoned.newBuilder()
            .setRun(run)
            .setGroupId(groupId)
            .setTraceOffset(traceOffset)
            .setService(service)
            .setReason(reason)
            .setAbandonedAt(clock.instant())
            .build();
    producer.send(new ProducerRecord<>(Topic.VERDICTS.of(run), groupId, event), result);
  }
}
