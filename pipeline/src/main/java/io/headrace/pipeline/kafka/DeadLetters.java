package io.headrace.pipeline.kafka;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.topics.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records that a service could not process to the run's dead letters, with their bytes and
 * the reason. Safe for all threads, as the producer is, which it does not own.
 */
public final class DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final EventProducer producer;
  private final String run;
  private final String service;
  private final Clock clock;

  /** Creates the writer of one service. */
  public DeadLetters(EventProducer producer, String run, String service, Clock clock) {
    this.producer = producer;
    this.run = run;
    this.service = service;
    this.clock = clock;
  }

  /**
   * Sends one record; once it is stored, the original can be acknowledged.
   *
   * @param attempt number of deliveries of the record
   * @param result called when the letter is stored or has failed
   */
  public void send(
      ConsumerRecord<String, byte[]> origin,
      ErrorCode code,
      String message,
      int attempt,
      Callback result) {
    producer.send(letter(origin, code, message, attempt), result);
  }

  /**
   * Sends one record in the producer's transaction, whose commit throws if the send fails.
   *
   * @param attempt number of deliveries of the record
   * @return the delivery of the letter
   */
  public Delivery sendInTransaction(
      ConsumerRecord<String, byte[]> origin, ErrorCode code, String message, int attempt) {
    return producer.send(letter(origin, code, message, attempt));
  }

  private ProducerRecord<String, SpecificRecord> letter(
      ConsumerRecord<String, byte[]> origin, ErrorCode code, String message, int attempt) {
    LOG.warn(
        "[{} partition={} offset={}] {}; the record goes to the dead letters as {}",
        origin.topic(),
        origin.partition(),
        origin.offset(),
        message,
        code);
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setRun(run)
            .setService(service)
            .setOriginTopic(origin.topic())
            .setOriginPartition(origin.partition())
            .setOriginOffset(origin.offset())
            .setErrorCode(code.name())
            .setMessage(message)
            .setAttempt(attempt)
            .setKey(bytes(origin.key()))
            .setValue(origin.value() == null ? null : ByteBuffer.wrap(origin.value()))
            .setFailedAt(clock.instant())
            .build();
    return new ProducerRecord<>(Topic.DEAD_LETTERS.of(run), origin.key(), letter);
  }

  private static @Nullable ByteBuffer bytes(@Nullable String key) {
    return key == null ? null : ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8));
  }
}
