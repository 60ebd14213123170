package io.headrace.pipeline.kafka;

import io.headrace.pipeline.error.HeadraceException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events so that every failure is noticed: the result goes to a callback, is awaited, or is
 * checked by the next {@link #flush} or {@link #commitTransaction}, which throw when an earlier
 * send failed. It is the only caller of {@link Producer#send}.
 *
 * <p>Owns the producer. Sends are safe for all threads. {@code flush} also throws for sends of
 * other threads, so threads that share a producer use callbacks; a transaction is for one thread.
 */
public final class EventProducer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventProducer.class);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final Producer<String, SpecificRecord> producer;

  /** The first failure since the last check. */
  private final AtomicReference<@Nullable HeadraceException> failure = new AtomicReference<>();

  /** Takes ownership of the producer. */
  public EventProducer(Producer<String, SpecificRecord> producer) {
    this.producer = producer;
  }

  /**
   * Sends an event and calls back with the result on the producer's thread. A record that the
   * producer rejects immediately is reported to the callback too.
   */
  public void send(ProducerRecord<String, SpecificRecord> event, Callback result) {
    var _ = producer.send(event, result);
  }

  /**
   * Sends an event whose failure the next {@link #flush} or {@link #commitTransaction} throws.
   *
   * @return the pending result
   */
  public Delivery send(ProducerRecord<String, SpecificRecord> event) {
    Delivery delivery = new Delivery(event.topic());
    send(
        event,
        (stored, problem) -> {
          delivery.onCompletion(stored, problem);
          delivery.failure().ifPresent(failed -> failure.compareAndSet(null, failed));
        });
    return delivery;
  }

  /**
   * Sends an event and waits until it is stored.
   *
   * @throws HeadraceException if it was not stored within the limit
   */
  public RecordMetadata sendAndWait(ProducerRecord<String, SpecificRecord> event, Duration limit) {
    Delivery delivery = new Delivery(event.topic());
    send(event, delivery);
    return delivery.await(limit);
  }

  /**
   * Waits until all sent events are stored or have failed.
   *
   * @throws HeadraceException the first failure of a send without callback since the last check
   */
  public void flush() {
    producer.flush();
    check();
  }

  private void check() {
    HeadraceException failed = failure.getAndSet(null);
    if (failed != null) {
      throw failed;
    }
  }

  /** Fences earlier producers with the same transactional id and ends their open transactions. */
  public void initTransactions() {
    producer.initTransactions();
  }

  /** Begins a transaction. */
  public void beginTransaction() {
    failure.set(null);
    producer.beginTransaction();
  }

  /** Adds offsets of a consumer group to the transaction. */
  public void sendOffsets(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    producer.sendOffsetsToTransaction(offsets, group);
  }

  /**
   * Commits the transaction if every event of it was stored.
   *
   * @throws HeadraceException the first failure of a send in it; nothing is committed
   */
  public void commitTransaction() {
    flush();
    producer.commitTransaction();
  }

  /** Aborts the transaction. */
  public void abortTransaction() {
    producer.abortTransaction();
    failure.set(null);
  }

  /** Waits at most 10 s for pending sends and closes the producer. */
  @Override
  public void close() {
    close(CLOSE);
  }

  /** Waits at most {@code limit} for pending sends and closes the producer. */
  public void close(Duration limit) {
    producer.close(limit);
    HeadraceException failed = failure.getAndSet(null);
    if (failed != null) {
      LOG.warn(
          "{}; the failure was not checked before the producer was closed", failed.getMessage());
    }
  }
}
