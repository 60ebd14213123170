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
 * Writes records that a service could not use to the run's dead letters, whole and with the reason.
 * As safe for threads as the producer, which it does not own.
 */
public final class DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final EventProducer producer;
  private final String run;
  private final String service;
  private final Clock clock;

  /** Dead letters of one service. */
  public DeadLetters(EventProducer producer, String run, String service, Clock clock) {
    this.producer = producer;
    this.run = run;
    this.service = service;
    this.clock = clock;
  }

  /**
   * Writes one record; when the delivery has succeeded, it is safe to acknowledge the original.
   *
   * @param attempt how often the record had been delivered
   * @param result called back when the letter is stored or has failed
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
   * Writes one record as part of the producer's transaction, whose commit throws if this fails.
   *
   * @param attempt how often the record had been delivered
   * @return where the letter will be stored
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
