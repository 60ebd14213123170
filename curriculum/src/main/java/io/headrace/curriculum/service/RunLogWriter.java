package io.headrace.curriculum.service;

import io.headrace.curriculum.conductor.RunEvent;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Writes decisions to the log, each in one transaction: all of its events are there or none is. For
 * one thread; owns the producer.
 */
final class RunLogWriter implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final String run;
  private final Producer<String, SpecificRecord> producer;

  private RunLogWriter(String run, Producer<String, SpecificRecord> producer) {
    this.run = run;
    this.producer = producer;
  }

  /**
   * Takes over the run: whatever an earlier curriculum left unfinished is settled, and it can't
   * write any more.
   */
  static RunLogWriter open(String run, Producer<String, SpecificRecord> producer) {
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
   * Writes the events of one decision.
   *
   * @throws HeadraceException FENCED when another curriculum took over the run
   * @throws org.apache.kafka.common.KafkaException when it is not known whether they were written;
   *     close this writer and rebuild the state from the log
   */
  void append(List<RunEvent> decision) {
    try {
      producer.beginTransaction();
      for (RunEvent event : decision) {
        var _ = producer.send(LogEvents.write(event, run));
      }
      producer.commitTransaction();
    } catch (ProducerFencedException | InvalidProducerEpochException fenced) {
      throw new HeadraceException(
          ErrorCode.FENCED,
          "[run=%s] another curriculum took over this run; stop one of the two".formatted(run),
          fenced);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
