package io.headrace.curriculum.service;

import io.headrace.curriculum.controller.RunEvent;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.BrokerFailure;
import io.headrace.pipeline.kafka.Delivery;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes decisions to the log, each in one transaction: all of its events become visible or none.
 * For one thread; owns the producer.
 */
final class RunLogWriter implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final String run;
  private final EventProducer producer;

  private RunLogWriter(String run, EventProducer producer) {
    this.run = run;
    this.producer = producer;
  }

  /** Takes over the run: ends the open transaction of an earlier curriculum and fences it. */
  static RunLogWriter open(String run, EventProducer producer) {
    RunLogWriter writer = new RunLogWriter(run, producer);
    try {
      producer.initTransactions();
      return writer;
    } catch (RuntimeException failed) {
      writer.close();
      throw failed;
    }
  }

  /**
   * Writes the events of a decision, and a snapshot of the state before it.
   *
   * @param snapshot the snapshot's parts; empty for none
   * @return the offset after the last request written, by partition of tasks
   * @throws HeadraceException FENCED when another curriculum took over the run
   * @throws KafkaException when it is unknown whether the events were written; close this writer
   *     and rebuild the state from the log
   */
  Map<TopicPartition, Long> append(List<RunEvent> decision, List<CurriculumSnapshot> snapshot) {
    List<Delivery> sent = new ArrayList<>();
    try {
      producer.beginTransaction();
      for (RunEvent event : decision) {
        LogEvents.write(event, run).forEach(record -> sent.add(producer.send(record)));
      }
      snapshot.forEach(part -> sent.add(producer.send(LogEvents.write(part, run))));
      producer.commitTransaction();
      return requests(sent);
    } catch (KafkaException | HeadraceException failed) {
      throw BrokerFailure.isTakenOver(failed) ? takenOver(failed) : failed;
    }
  }

  private HeadraceException takenOver(RuntimeException failed) {
    return new HeadraceException(
        ErrorCode.FENCED,
        "[run=%s] another curriculum took over this run; stop one of the two".formatted(run),
        failed);
  }

  /** Call it after the commit, which has checked every result. */
  private Map<TopicPartition, Long> requests(List<Delivery> sent) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    String tasks = Topic.TASKS.of(run);
    for (Delivery each : sent) {
      RecordMetadata at = each.stored();
      if (at.topic().equals(tasks)) {
        ends.merge(new TopicPartition(tasks, at.partition()), at.offset() + 1, Math::max);
      }
    }
    return ends;
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
