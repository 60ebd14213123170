package io.headrace.reward.streams;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes the dead letters of the reward service.
 *
 * @param run the run's id
 * @param codec the events' encoding
 * @param maxEventBytes maximum size of a dead letter; a larger one does not contain the record
 */
record DeadLetterEncoder(String run, EventCodec codec, int maxEventBytes) {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterEncoder.class);

  /** Name of the service in dead letters. */
  static final String SERVICE = "reward-service";

  /** Logs and encodes the dead letter of a record, with its bytes and the reason. */
  byte[] encode(SourceRecord origin, ErrorCode code, String message, Instant now) {
    LOG.warn("{} {}; the record goes to the dead letters as {}", origin, message, code);
    byte[] letter = codec.encode(letter(origin, code, message, origin.value(), now));
    if (letter.length <= maxEventBytes) {
      return letter;
    }
    String shortened = message + "; its value is too large for a dead letter and is left out";
    return codec.encode(letter(origin, code, shortened, null, now));
  }

  private DeadLetter letter(
      SourceRecord origin, ErrorCode code, String message, byte @Nullable [] value, Instant now) {
    return DeadLetter.newBuilder()
        .setRun(run)
        .setService(SERVICE)
        .setOriginTopic(origin.topic())
        .setOriginPartition(origin.partition())
        .setOriginOffset(origin.offset())
        .setErrorCode(code.name())
        .setMessage(message)
        .setAttempt(1)
        .setKey(wrap(origin.key()))
        .setValue(wrap(value))
        .setFailedAt(now)
        .build();
  }

  private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
