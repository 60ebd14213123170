package io.headrace.console.log;

import io.headrace.console.view.Position;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.BrokerFailure;
import io.headrace.pipeline.kafka.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads single records by their position. Safe for all threads; reads are serialized. */
final class RecordFetch implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  private final ReentrantLock lock = new ReentrantLock(true);
  private final KafkaClients kafka;
  private final KafkaConsumer<String, byte[]> consumer;

  RecordFetch(KafkaClients kafka, String groupId) {
    this.kafka = kafka;
    this.consumer = kafka.consumer(groupId);
  }

  /** The event at a position; empty when the record is deleted or not an event. */
  Optional<SpecificRecord> at(Position position) {
    boolean[] seen = {false};
    SpecificRecord[] found = new SpecificRecord[1];
    from(
        position,
        message -> {
          seen[0] = message.offset() >= position.offset();
          if (message.offset() == position.offset()) {
            found[0] = decode(message).orElse(null);
          }
          return seen[0];
        });
    return Optional.ofNullable(found[0]);
  }

  /** The event of a record; empty when its bytes are not an event. */
  Optional<SpecificRecord> decode(ConsumerRecord<String, byte[]> message) {
    try {
      return Optional.of(kafka.codec().decode(message.value()));
    } catch (HeadraceException undecodable) {
      return Optional.empty();
    }
  }

  /**
   * Passes the records from a position on to {@code enough}, until it returns true or the partition
   * ends.
   *
   * @throws HeadraceException TIMED_OUT or UNREACHABLE_BROKER when the broker does not return them
   *     in time
   */
  void from(Position position, Predicate<ConsumerRecord<String, byte[]>> enough) {
    acquire(position);
    try {
      TopicPartition partition = new TopicPartition(position.topic(), position.partition());
      if (!exists(partition)) {
        return;
      }
      consumer.assign(List.of(partition));
      consumer.seek(partition, position.offset());
      read(partition, position, enough);
    } catch (KafkaException failed) {
      throw BrokerFailure.toException("reading the record at " + position, failed);
    } finally {
      consumer.unsubscribe();
      lock.unlock();
    }
  }

  private boolean exists(TopicPartition partition) {
    return consumer.partitionsFor(partition.topic(), DEADLINE).stream()
        .anyMatch(known -> known.partition() == partition.partition());
  }

  private void read(
      TopicPartition partition,
      Position position,
      Predicate<ConsumerRecord<String, byte[]>> enough) {
    long end = consumer.endOffsets(List.of(partition), DEADLINE).getOrDefault(partition, 0L);
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (consumer.position(partition, DEADLINE) < end) {
      if (System.nanoTime() > deadline) {
        throw timedOut(position);
      }
      for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
        if (enough.test(message)) {
          return;
        }
      }
    }
  }

  private void acquire(Position position) {
    try {
      if (!lock.tryLock(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw timedOut(position);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw timedOut(position);
    }
  }

  private static HeadraceException timedOut(Position position) {
    return new HeadraceException(
        ErrorCode.TIMED_OUT,
        "[%s] the broker did not return the record within %d s; try again"
            .formatted(position, DEADLINE.toSeconds()));
  }

  @Override
  public void close() {
    lock.lock();
    try {
      consumer.close();
    } finally {
      lock.unlock();
    }
  }
}
