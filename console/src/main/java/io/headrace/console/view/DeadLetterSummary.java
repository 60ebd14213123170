package io.headrace.console.view;

import io.headrace.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A dead-lettered record.
 *
 * @param valueBytes size of the original value
 * @param valueHead its first bytes in hexadecimal
 */
public record DeadLetterSummary(
    String position,
    String service,
    String origin,
    String errorCode,
    String message,
    int attempt,
    String key,
    int valueBytes,
    String valueHead,
    Instant at) {
  private static final int HEAD = 64;
  private static final int MESSAGE = 600;

  static DeadLetterSummary of(Position position, DeadLetter event) {
    Optional<ByteBuffer> value = Optional.ofNullable(event.getValue());
    return new DeadLetterSummary(
        position.toString(),
        event.getService(),
        event.getOriginTopic() + ":" + event.getOriginPartition() + ":" + event.getOriginOffset(),
        event.getErrorCode(),
        TextPreview.of(event.getMessage(), MESSAGE),
        event.getAttempt(),
        Optional.ofNullable(event.getKey()).map(DeadLetterSummary::text).orElse(""),
        value.map(ByteBuffer::remaining).orElse(0),
        value.map(DeadLetterSummary::hex).orElse(""),
        event.getFailedAt());
  }

  private static String text(ByteBuffer bytes) {
    return TextPreview.of(StandardCharsets.UTF_8.decode(bytes.duplicate()).toString(), HEAD);
  }

  private static String hex(ByteBuffer bytes) {
    byte[] head = new byte[Math.min(HEAD, bytes.remaining())];
    bytes.duplicate().get(head);
    return HexFormat.ofDelimiter(" ").formatHex(head);
  }
}
